package terms

import "strings"

// smallWords say nothing about which term is meant.
var smallWords = set(`a an and the of in on at to with my i im is are be am s from for by due or when while after during
	have has having had get getting gets feel feeling feels very really so some bit lot little been`)

// commonWords are in so many names that sharing one says little.
var commonWords = set(`disease disorder syndrome condition problem issue illness chronic acute severe mild moderate type
	unspecified other general primary secondary left right bilateral upper lower both side all over history possible
	suspected early late recurrent constant extreme bad worse persistent generalized idiopathic nos not specified
	symptom attack flare episode level stage grade minor major adult onset new old diagnosed undiagnosed`)

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
	swell swelling swollen swelled puffy puffiness edema
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
	cancer carcinoma malignancy malignant
	heart cardiac
	kidney renal
	liver hepatic
	lung pulmonary
	skin dermal cutaneous
	tooth teeth dental
	foot feet
	eyelid lid
	bowel intestine intestinal
	bladder urinary
	period menstruation menstrual
	arthritis arthritic
	blood hemorrhage hemorrhagic
	thirst thirsty
	hunger hungry
	shake shaking shaky shakiness tremor trembling
	twitch twitching
	blur blurry blurred blurriness
	vision sight eyesight
	difficulty trouble hard difficult inability unable cant cannot struggling
	loss losing lost lack
	high elevated increased raised excessive excess increase
	low decreased reduced poor decrease diminished
	throb throbbing pounding pulsating
	diarrhea diarrhoea
	constipation constipated
	palpitation palpitation fluttering racing
	confusion confused
	concentration concentrating concentrate focus focusing focu
	mood
	muscle muscular
	joint articular
	nerve neural
	spine spinal
	chest thoracic
	hand
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
