package util
const Name = "windows"
