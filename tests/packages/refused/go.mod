module e1
