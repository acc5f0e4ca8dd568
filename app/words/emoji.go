package words

// englishEmoji names the pictures that two people compare when their computers meet, in the
// order of the table of package pair.
var englishEmoji = map[string]string{
	"emoji.dog": "dog", "emoji.cat": "cat", "emoji.horse": "horse", "emoji.pig": "pig",
	"emoji.elephant": "elephant", "emoji.rabbit": "rabbit", "emoji.panda": "panda", "emoji.penguin": "penguin",
	"emoji.turtle": "turtle", "emoji.fish": "fish", "emoji.octopus": "octopus", "emoji.butterfly": "butterfly",
	"emoji.bee": "bee", "emoji.snail": "snail", "emoji.whale": "whale", "emoji.camel": "camel",
	"emoji.sunflower": "sunflower", "emoji.tree": "tree", "emoji.cactus": "cactus", "emoji.mushroom": "mushroom",
	"emoji.moon": "moon", "emoji.star": "star", "emoji.rainbow": "rainbow", "emoji.fire": "fire",
	"emoji.snowman": "snowman", "emoji.banana": "banana", "emoji.apple": "apple", "emoji.grapes": "grapes",
	"emoji.corn": "corn", "emoji.carrot": "carrot", "emoji.pizza": "pizza", "emoji.cake": "cake",
	"emoji.bread": "bread", "emoji.cheese": "cheese", "emoji.key": "key", "emoji.lock": "lock",
	"emoji.hammer": "hammer", "emoji.clock": "clock", "emoji.book": "book", "emoji.lamp": "lamp",
	"emoji.umbrella": "umbrella", "emoji.gift": "gift", "emoji.balloon": "balloon", "emoji.bell": "bell",
	"emoji.guitar": "guitar", "emoji.drum": "drum", "emoji.robot": "robot", "emoji.ghost": "ghost",
	"emoji.glasses": "glasses", "emoji.hat": "hat", "emoji.crown": "crown", "emoji.shoe": "shoe",
	"emoji.camera": "camera", "emoji.magnet": "magnet", "emoji.anchor": "anchor", "emoji.bicycle": "bicycle",
	"emoji.car": "car", "emoji.train": "train", "emoji.rocket": "rocket", "emoji.sailboat": "sailboat",
	"emoji.house": "house", "emoji.football": "football", "emoji.trophy": "trophy", "emoji.dice": "dice",
}
