package pair

import "crypto/sha256"

// EmojiCount is how many emoji two people compare: 42 bits.
const EmojiCount = 7

// Emoji is one of the 64 pictures that two people compare.
type Emoji struct {
	Index int    // 0 to 63, its place in the table of PAIRING.md
	Rune  rune   // the picture: one code point that is shown as an emoji by itself
	ID    string // its English name, lower case, for the key of a translation and for screen readers
}

// AllEmoji returns the table, in the order of their indexes. They were picked so
// that no two look or sound alike, and none needs a second code point.
func AllEmoji() [64]Emoji {
	var all [64]Emoji
	for i, e := range emojiTable {
		all[i] = Emoji{Index: i, Rune: e.picture, ID: e.id}
	}
	return all
}

// emojiOf returns the emoji of a hash: its first 42 bits, six for each.
func emojiOf(sum [sha256.Size]byte) [EmojiCount]Emoji {
	var seven [EmojiCount]Emoji
	for i := range seven {
		index := 0
		for bit := i * 6; bit < (i+1)*6; bit++ {
			index = index<<1 | int(sum[bit/8]>>(7-bit%8)&1)
		}
		seven[i] = Emoji{Index: index, Rune: emojiTable[index].picture, ID: emojiTable[index].id}
	}
	return seven
}

var emojiTable = [64]struct {
	picture rune
	id      string
}{
	{'🐶', "dog"}, {'🐱', "cat"}, {'🐴', "horse"}, {'🐷', "pig"},
	{'🐘', "elephant"}, {'🐰', "rabbit"}, {'🐼', "panda"}, {'🐧', "penguin"},
	{'🐢', "turtle"}, {'🐟', "fish"}, {'🐙', "octopus"}, {'🦋', "butterfly"},
	{'🐝', "bee"}, {'🐌', "snail"}, {'🐳', "whale"}, {'🐫', "camel"},
	{'🌻', "sunflower"}, {'🌳', "tree"}, {'🌵', "cactus"}, {'🍄', "mushroom"},
	{'🌙', "moon"}, {'⭐', "star"}, {'🌈', "rainbow"}, {'🔥', "fire"},
	{'⛄', "snowman"}, {'🍌', "banana"}, {'🍎', "apple"}, {'🍇', "grapes"},
	{'🌽', "corn"}, {'🥕', "carrot"}, {'🍕', "pizza"}, {'🎂', "cake"},
	{'🍞', "bread"}, {'🧀', "cheese"}, {'🔑', "key"}, {'🔒', "lock"},
	{'🔨', "hammer"}, {'⏰', "clock"}, {'📕', "book"}, {'💡', "lamp"},
	{'☔', "umbrella"}, {'🎁', "gift"}, {'🎈', "balloon"}, {'🔔', "bell"},
	{'🎸', "guitar"}, {'🥁', "drum"}, {'🤖', "robot"}, {'👻', "ghost"},
	{'👓', "glasses"}, {'🎩', "hat"}, {'👑', "crown"}, {'👟', "shoe"},
	{'📷', "camera"}, {'🧲', "magnet"}, {'⚓', "anchor"}, {'🚲', "bicycle"},
	{'🚗', "car"}, {'🚂', "train"}, {'🚀', "rocket"}, {'⛵', "sailboat"},
	{'🏠', "house"}, {'⚽', "football"}, {'🏆', "trophy"}, {'🎲', "dice"},
}
