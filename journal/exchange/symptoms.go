package exchange

import "strings"

// isSymptomName reports whether name is a common symptom in plain English, so
// that a column of that name holds symptoms and not measures. The whole name
// must match: "Headache severity" does, "Phy headache" does not.
func isSymptomName(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, suffix := range []string{" severity", " intensity", " level", " score", " rating"} {
		if base, ok := strings.CutSuffix(name, suffix); ok && symptomNames[base] {
			return true
		}
	}
	return symptomNames[name]
}

var symptomNames = wordSet(`headache migraine pain nausea vomiting dizziness vertigo fatigue tiredness aura cramps cramp
	bloating diarrhea diarrhoea constipation cough fever chills rash itch itching pruritus anxiety depression insomnia
	stiffness swelling numbness tingling weakness palpitations breathlessness wheezing heartburn reflux indigestion
	tremor spasm spasms seizure seizures fainting tinnitus hives congestion sneezing acne bleeding spotting
	brainfog photophobia phonophobia allodynia soreness ache aches dyspnea erythema eczema sweating
	kopfschmerzen kopfschmerz migräne schmerz schmerzen übelkeit schwindel müdigkeit erbrechen husten fieber
	douleur nausée nausées vertige vertiges fièvre toux cefalea dolor náusea náuseas mareo cansancio fiebre tos
	malaise confusion drowsiness irritability stress`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	for _, w := range []string{"brain fog", "sore throat", "runny nose", "hot flashes", "night sweats", "joint pain",
		"back pain", "neck pain", "stomach pain", "abdominal pain", "chest pain", "shortness of breath", "dry mouth",
		"loss of appetite", "blurred vision", "muscle pain", "low mood"} {
		set[w] = true
	}
	return set
}
