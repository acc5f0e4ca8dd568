package words

// spanish is english in Spanish.
var spanish = map[string]string{}
