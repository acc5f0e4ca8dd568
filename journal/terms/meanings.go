package terms

import "strings"

// smallWords say nothing about which term is meant.
var smallWords = set(`a an and the of in on at to with my i im is are be am s from for by due or when while after during
	have has having had get getting gets feel feeling feels very really so some bit lot little been`)

// commonWords are in so many names that sharing one says little.
var commonWords = set(`disease disorder syndrome condition problem issue illness chronic acute severe mild moderate type
	unspecified other general primary secondary left right bilateral upper lower both side all over history possible
	suspected early late recurrent constant extreme bad worse persistent generalized idiopathic nos not specified
	symptom attack flare episode level stage grade minor major adult onset new old diagnosed undiagnosed
	tablet capsule pill cream lotion ointment gel drop patch spray liquid syrup powder extract complex injection dose dosage
	supplement med medication medicine drug daily day morning evening night am pm xr sr er cr mr xl plu plus extra more less
	support balance formula natural organic pure`)

// isAmount reports whether a word is a number with a unit of medicines, or a number
// that is one by its size: it says how much, not what.
func isAmount(word string) bool {
	digits := 0
	for digits < len(word) && word[digits] >= '0' && word[digits] <= '9' {
		digits++
	}
	switch word[digits:] {
	case "":
		return digits > 2
	case "mg", "mcg", "ug", "ml", "iu", "g", "unit":
		return true // the unit may stand by itself
	}
	return false
}

// wideWords are names of much by themselves: a term that is called so and nothing
// else is seldom what a longer text means.
var wideWords = set(`pain infection cancer injury tumor lesion fracture allergy failure rash swelling bleeding ulcer cyst
	deficiency inflammation intolerance sensitivity trouble difficulty loss virus viral bacterial skin blood nerve`)

// meanings maps spelled words to the one that stands for their meaning. It is used
// to find what to offer, never to accept.
var meanings = sameMeaning(`
	pain ache aching achy painful sore soreness hurt hurting hurty hurt achey tender tenderness discomfort
	stomach tummy belly abdominal abdomen gut stomache
	tired tiredness fatigue fatigued exhaustion exhausted exhausting weary weariness sleepy sleepiness
	itch itchy itching itchiness itchyness pruritus pruritic
	swell swelling swollen swelled puffy puffiness edema enlarged enlargement
	numb numbness numbing
	tingle tingling tingly tingliness
	burn burning burnt
	stiff stiffness
	dizzy dizziness dizzyness
	nausea nauseous nauseated queasy queasiness sick
	vomit vomiting throwing puking
	weak weakness weakened
	dry dryness
	cramp cramping crampy spasm
	bloat bloating bloated bloatedness
	anxiety anxious anxiousness
	depression depressed depressive depressing
	irritable irritability irritated
	worry worried worrying
	think thinking thought
	talk talking speech speak speaking
	jerk jerky jerking
	urine urination urinate urinating pee peeing urinary wee
	stool poo poop pooping
	anus anal rectal rectum
	penis penile
	testicle testicular
	face facial
	eye ocular
	walk walking gait
	wake waking
	nail fingernail toenail
	cough coughing
	lump bump
	memory recall remember remembering
	hear hearing
	see seeing
	red redness
	yellow yellowing
	unusual abnormal strange weird
	thick thickening thickened
	thin thinning
	peel peeling
	crack cracking cracked
	click clicking
	slow slowed slowness slowing
	leak leaking leakage incontinence
	erect erection erectile
	fracture fractured broken break
	tumor neoplasm
	tear torn rupture ruptured
	injury injured
	dislocation dislocated
	bite bitten
	deficiency deficient
	obese obesity overweight
	pregnancy pregnant
	heal healing
	taste tasting
	smell smelling odor
	throat pharyngeal
	nose nasal
	neck cervical
	brain cerebral
	bone osseous
	child childhood children pediatric
	infant baby newborn neonatal
	forget forgetful forgetfulness
	sweat sweating sweaty perspiration
	bleed bleeding bled
	breath breathing breathe breathless breathlessness
	sleep sleeping asleep
	head headed
	allergy allergic hypersensitivity
	intolerance intolerant
	sensitivity sensitive
	infection infected
	inflammation inflamed inflammatory
	cancer carcinoma malignancy malignant cancerou
	heart cardiac
	kidney renal
	liver hepatic
	lung pulmonary
	skin dermal cutaneous
	tooth teeth dental
	foot feet
	eyelid lid
	bowel intestine intestinal
	period menstruation menstrual
	arthritis arthritic
	blood hemorrhage hemorrhagic
	thirst thirsty
	hunger hungry
	shake shaking shaky shakiness tremor trembling
	twitch twitching
	blur blurry blurred blurriness
	vision sight eyesight
	difficulty trouble hard difficult inability unable cant cannot struggling impaired impairment
	loss losing lost lack
	high elevated increased raised excessive excess increase
	low decreased reduced poor decrease diminished
	throb throbbing pulsating
	constipation constipated
	palpitation fluttering racing pounding
	confusion confused
	concentration concentrating concentrate focus focusing focu
	muscle muscular
	joint articular
	nerve neural
	spine spinal
	chest thoracic
	vagina vaginal
	tongue lingual
	jaw mandible
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// sameMeaning reads lines of words with one meaning, which the first stands for.
func sameMeaning(lines string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		for _, w := range words {
			m[spell(w)] = words[0]
		}
	}
	return m
}
