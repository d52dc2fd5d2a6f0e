package main

var x = f(1)