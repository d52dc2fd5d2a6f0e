module example.com/m1 // the module

go 1.27
