package terms

import "strings"

// Words that people and pharmacies write beside the name of a treatment. None of
// them tells which treatment it is, and each may be left out to find it; a name
// that has one (Ibuprofen gel, Lidocaine patch) is found with it first.
var (
	amountWords = set(`mg mcg ug μg g gr gram grams milligram milligrams microgram micrograms ml l cc dl iu ie ui u unit units unt
		meq mmol hr h actuat half quarter one two three four a x once twice thrice times time dose doses dosage strength
		daily day days weekly week weeks monthly month months hourly hour hours minute minutes min every each per
		am pm morning mornings evening evenings night nights nightly bedtime noon lunch dinner breakfast before with food
		bid tid qid qd qhs hs bd tds od prn as needed need required if needed take taken taking took
		cup cups glass glasses spoon spoons teaspoon tsp tablespoon tbsp puff puffs`)
	saltWords = set(`hydrochloride hcl hydrobromide sulfate sulphate maleate succinate tartrate acetate phosphate besylate
		mesylate mesilate fumarate propionate valerate furoate bromide monohydrate dihydrate anhydrous bitartrate pamoate`)
	formWords = set(`tablet tablets tab tabs capsule capsules cap caps caplet caplets pill pills softgel softgels gelcap gelcaps
		liquid syrup suspension solution elixir drops drop oral mouth injection injections injectable inj shot shots jab iv im
		sc subcutaneous subcut infusion infusions patch patches transdermal topical cream ointment gel lotion foam spray nasal
		inhaler inhalant nebulizer powder granules sachet sachets gummy gummies chewable chewables lozenge lozenges
		suppository suppositories pen pens prefilled syringe autoinjector injector auto vial ampoule
		er xr sr xl cr la dr mr ir ec odt sl pr sublingual extended release slow delayed modified immediate sustained timed
		long acting enteric coated dispersible effervescent rapid metered dry kit pack system abuse deterrent`)
)

// withoutAmounts returns what is left of the name of a treatment, folded, without
// amounts and times, then also without the salt it comes as, then also without
// the form: "Naproxen sodium 220 mg oral tablet" leaves "naproxen sodium oral
// tablet" and "naproxen sodium". What does not change is not returned.
func withoutAmounts(text string) []string {
	words := strings.Split(Fold(wholeNumbers(text)), " ")
	var found []string
	last := len(words)
	for _, drop := range []map[string]bool{amountWords, saltWords, formWords} {
		var kept []string
		for i, w := range words {
			next := ""
			if i+1 < len(words) {
				next = words[i+1]
			}
			if !drop[w] && !isQuantity(w, next) {
				kept = append(kept, w)
			}
		}
		if len(kept) == 0 {
			break
		}
		if words = kept; len(kept) < last {
			found = append(found, strings.Join(kept, " "))
			last = len(kept)
		}
	}
	return found
}

// isQuantity reports whether a word is a number with its unit (400mg), or one
// whose unit or form comes next. The 12 of vitamin B 12 is none.
func isQuantity(word, next string) bool {
	unit := strings.TrimLeft(word, "0123456789")
	if len(unit) == len(word) {
		return false
	}
	return amountWords[unit] || unit == "" && (amountWords[next] || formWords[next])
}

// wholeNumbers leaves out the points and commas within numbers, at which folding
// would cut them in two.
func wholeNumbers(text string) string {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if (text[i] == '.' || text[i] == ',') && digit(i-1) && digit(i+1) {
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
