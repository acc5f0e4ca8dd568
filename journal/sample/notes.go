package sample

import (
	"strings"
	"time"

	"kith/journal"
)

// tell writes a note on some days, in Robin's words. No text comes twice.
func (w *writer) tell(n int, d *day) {
	if theme, p := w.theme(n, d); w.chance(p) {
		texts := notes[theme]
		if i := w.told[theme]; i < len(texts) {
			w.told[theme]++
			text, tags, _ := strings.Cut(texts[i], " #")
			e := journal.Entry{Kind: journal.KindNote, Note: text, When: w.at(n, w.between(19, 22.5))}
			if tags != "" {
				e.Tags = strings.Split(tags, " #")
			}
			w.add("", e)
		}
	}
}

// theme says what there is to tell about a day, and how likely it is told.
func (w *writer) theme(n int, d *day) (theme string, p float64) {
	switch {
	case n == dayBack:
		return "back", 1
	case n == dayMove+1 || n == dayMove+6:
		return "move", 1
	case n == dayHome:
		return "home", 1
	case n >= dayHoliday && n < dayHome:
		return "sea", 0.7
	case n >= dayCold && n < dayColdEnds:
		return "cold", 0.5
	case n == Days-1:
		return "today", 1
	case d.attack != nil && d.attack.worst > 5:
		return "attack", 0.4
	case d.tail != nil:
		return "after", 0.25
	case n > dayPropranolol+6 && n < dayStopPropra && n != dayBack:
		return "propranolol", 0.11
	case n > dayTopiramate+4 && n < dayReview:
		return "topiramate", 0.14
	case n > dayPhysio && n < dayPhysioEnds && (n-w.workday(dayPhysio, 1))%7 == 0:
		return "physio", 0.4
	case d.sleep < 5.3:
		return "awake", 0.35
	case n > dayLessTopira && n < dayLessTopira+40:
		return "less", 0.1
	case d.weekend && d.dull < 1.5:
		return season(w.date(n).Midnight().Month()), 0.3
	}
	return "ordinary", 0.035
}

func season(m time.Month) string {
	switch m {
	case time.December, time.January, time.February:
		return "winter"
	case time.March, time.April, time.May:
		return "spring"
	case time.June, time.July, time.August:
		return "summer"
	}
	return "autumn"
}

// notes are what is told, by theme; tags follow the text.
var notes = map[string][]string{
	"back": {"Nothing written for more than a week. Sam's mother was in hospital and everything else had to wait. She is home again. #family"},
	"move": {
		"First night in the new flat. We ate soup on the floor. My head is loud, but the light in the kitchen is lovely. #home",
		"The neighbours are painting the stairs. I hold my breath to the third floor and it still gets me. #home",
	},
	"home":  {"Home again. Salt in the shoes, sand in the book. I want to remember how quiet my head was. #travel"},
	"today": {"A year of this diary. I read the first pages today, and I had forgotten how many bad days there were."},
	"sea": {
		"Swam before breakfast. Cold, clear, no thoughts. #travel",
		"Slept nine hours with the window open and the sea outside. #travel #sleep",
		"Walked to the lighthouse and back. A little pressure behind the eyes, gone after a nap. #travel",
		"Sam reads me the newspaper, I peel oranges. This could go on for a while. #travel",
	},
	"cold": {
		"Sore throat, heavy legs. Half the library is coughing.",
		"Fever. Everything aches, so it is hard to say what is head and what is cold.",
		"Better. Tess left a pot of soup at the door and ran.",
	},
	"attack": {
		"Woke up with it already there. Curtains closed, phone off, the cat asleep on my feet.",
		"Zigzag lines for twenty minutes in the middle of story hour, then the left side. Mina drove me home. #work",
		"Took the tablet too late again. Next time at the first sign, not the third.",
		"Lay in the dark until four. Toast and tea helped more than I expected.",
		"Missed Jo's birthday dinner. Wrote her a long message instead, and she was kind about it. #friends",
		"Not the worst one. But the second this week, and that is what wears me down.",
		"Smelled fresh paint on the stairs and knew. An hour later it was there. #home",
		"Cancelled choir. Sam cooked, and I listened from the sofa with a cold cloth on my eyes.",
		"It came at work, between two meetings with nothing eaten since breakfast. I can see a pattern by now. #work",
		"The tablet worked within the hour. I sat on the bed and could hardly believe it.",
		"Half a glass of red at Jo's, and here we are. I am going to stop doing experiments on myself. #friends",
		"Shorter than they used to be. Bad at noon, gone by six.",
		"Storm all night. I blame the weather, Sam blames the cheese.",
		"Caught it early, ate something, took the tablet, lay down. It stayed small.",
		"Drove home with one eye shut, which I will not do again. Called a taxi for the way back. #work",
		"Nothing to blame this time. Slept well, ate well, no wine. Sometimes it just comes.",
	},
	"after": {
		"The day after. Clear and slow, like the street after rain.",
		"Hungover without the party. Went to bed at eight. #sleep",
		"Head sore to the touch, but the pain itself is gone. Watered the plants, that was enough.",
		"Still tender, still tired. Said no to the cinema and did not feel guilty.",
		"Took it slowly. Worked from home in sunglasses, which made the others laugh. #work",
	},
	"propranolol": {
		"Cold fingers all day. Wore gloves at my desk. #work",
		"Had to stop on the second landing. That is new.",
		"Tired in a way that coffee does not touch.",
		"Dizzy when I stood up from the low shelves. Sat down again until it passed. #work",
		"Choir was fine, the stairs up to it were not.",
		"I cannot tell whether it helps. Fewer? Or am I only hoping?",
	},
	"topiramate": {
		"Fingertips tingle as if I had been holding ice.",
		"Lemonade tastes flat. Apparently that is a known thing.",
		"Searched for the word 'colander' for a whole minute. We called it the pasta hat. #words",
		"Nine days without an attack. I do not dare to say it out loud.",
		"Less hungry than usual. Reminded myself to eat lunch. #work",
		"Pins and needles in the feet on the way home, then gone.",
		"Forgot a name I have known for ten years. She laughed it off, I did not quite. #words",
		"Two weeks. Two! I counted twice.",
	},
	"physio": {
		"Marek found a knot the size of a walnut and made it apologise.",
		"Exercises with the towel, every evening, ten times. I feel silly and a bit better.",
		"I can look over my shoulder again without turning my whole self.",
		"He says I carry my head like a heavy bag. He is right.",
		"Sore today from yesterday's session, in the good way.",
		"Last but one. I know what to do at home now.",
	},
	"awake": {
		"Awake at three, thinking about boxes and shelves. #sleep",
		"The neighbour's television until two. Earplugs from now on. #sleep",
		"Could not switch off. Read until the birds started. #sleep",
		"Woke every hour. Nothing wrong, just awake. #sleep",
		"Up at four with the cat, who was sick. She is fine. I am not so sure about me. #sleep",
		"Short night. Put myself to bed with a crossword, and it worked for once. #sleep",
	},
	"less": {
		"One step down with the tablets. Watching it like milk on the stove.",
		"The words come quicker. Won at word games for the first time in months. #words",
		"No change for the worse so far. Fingers warm, head calm.",
		"Read a whole novel in three days. I had missed that.",
	},
	"ordinary": {
		"Long day, ordinary day. I am grateful for ordinary.",
		"Reading group talked for an hour about one chapter. I had the energy to argue. #work",
		"Lunch with Mina by the canal window. A proper meal, two hours of talk, no head at all. #friends",
		"Cooked for four, washed up for twelve. Good evening.",
		"A whole week without a bad day. I write it down so that I believe it.",
		"Meeting after meeting, lights too bright. Left a little early and was glad of it. #work",
		"Mother called. Hers stopped at fifty, she says, so there is that. #family",
		"Did the exercises, drank the water, went to bed. Boring and good.",
		"Forgot about my head for most of the day, which is the best thing I can say about it.",
		"New schedule at work, two late evenings a week. I will watch what it does. #work",
		"Dentist in the morning. The bright lamp was worse than the drill.",
		"Singing again after three weeks off. My neck liked it.",
	},
	"winter": {
		"Walked through the first snow before anyone had spoilt it.",
		"Dark at four. Lit candles, counted the days until it turns.",
		"Baked bread with Sam. It looks like a shoe and tastes wonderful.",
		"Family lunch, loud and long. I left the table for twenty quiet minutes and nobody minded. #family",
		"Stayed in pyjamas until noon and read by the window.",
	},
	"spring": {
		"Cherry trees on the canal. Sneezed all the way and did not care.",
		"Planted herbs on the balcony. Mint first, it forgives everything. #home",
		"Bicycle out of the cellar, both tyres flat, same as every year.",
		"Two hours along the river. Head quiet, feet wet, happy.",
		"Clocks went forward and took my Sunday with them. #sleep",
	},
	"summer": {
		"Dinner outside until eleven. Water instead of wine, and nobody asked.",
		"Too hot to think. Blinds down, feet in a bowl of water.",
		"Swam in the lake with Jo. We are too old for the rope and used it anyway. #friends",
		"Market in the morning, nap at noon, choir concert at night. A good head all day.",
		"Thunder in the distance all afternoon and nothing came of it, outside or in.",
	},
	"autumn": {
		"Mushrooms with Tess. We found four and argued about three. #family",
		"Rain all day. Finished the book that I started in spring.",
		"First fire in Jo's stove. Sat far away from the smoke, and it was fine. #friends",
		"Wind, leaves, and the smell of apples in the hall.",
		"Cleared out the medicine drawer and threw away what I will not take again.",
	},
}
