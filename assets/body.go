package assets

import _ "embed" // for the map of the body

//go:embed body/body.json
var bodyMap []byte

// Body returns the map of the body as JSON: its parts and their outlines. Package
// journal/body reads it.
func Body() []byte { return bodyMap }
