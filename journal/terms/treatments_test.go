package terms_test

import (
	"testing"

	"kith/journal"
	"kith/journal/terms"
)

// TestTreatments holds the table of treatments to what was asked of it: how many
// there are of which sort, and that each name leads to its own term, so that no
// name, in no plural or spelling, stands at two.
func TestTreatments(t *testing.T) {
	v := builtin(t)
	count := map[string]int{}
	for _, term := range v.Terms(journal.KindTreatment) {
		count[term.Category]++
		for _, name := range append([]string{term.Label}, term.Synonyms...) {
			if m := v.Match(journal.KindTreatment, name, 1); m.Term == nil || m.Term.ID != term.ID {
				t.Errorf("%q of %s leads to %v", name, term.ID, m.Term)
			}
		}
	}
	t.Log(count)
	for category, least := range map[string]int{
		"drug": 1500, "supplement": 300, "vaccine": 25, "therapy": 100, "procedure": 120, "device": 100, "habit": 150, "food": 100,
	} {
		if count[category] < least {
			t.Errorf("%d treatments are a %s, not %d", count[category], category, least)
		}
	}
}

// TestTreatmentNames asks for treatments as people write them down: by brand, by
// old or foreign name, with a slip of the pen.
func TestTreatmentNames(t *testing.T) {
	v := builtin(t)
	for text, id := range map[string]string{
		"Tylenol": "t:acetaminophen", "paracetamol": "t:acetaminophen", "panadol": "t:acetaminophen",
		"Advil": "t:ibuprofen", "Nurofen": "t:ibuprofen", "Advil PM": "t:ibuprofen-and-diphenhydramine",
		"Synthroid": "t:levothyroxine", "thyroxine": "t:levothyroxine", "Eltroxin": "t:levothyroxine",
		"Ventolin": "t:albuterol", "salbutamol": "t:albuterol", "blue inhaler": "t:albuterol",
		"amitryptiline": "t:amitriptyline", "Wellbutrin XL": "t:bupropion", "effexor xr": "t:venlafaxine",
		"LDN": "t:low-dose-naltrexone", "plaquenil": "t:hydroxychloroquine", "Humira": "t:adalimumab",
		"co-codamol": "t:acetaminophen-and-codeine", "Bactrim": "t:trimethoprim-and-sulfamethoxazole",
		"water pill": "t:diuretic", "beta blockers": "t:beta-blocker", "pain killers": "t:painkiller",
		"the pill": "t:birth-control-pill", "Mirena coil": "t:hormonal-iud", "flu jab": "t:flu-vaccine",
		"fish oil": "t:fish-oil", "Vit D": "t:vitamin-d", "B12 shots": "t:vitamin-b12", "tumeric": "t:turmeric",
		"CBT": "t:cognitive-behavioral-therapy", "physio": "t:physical-therapy", "TENS unit": "t:tens",
		"CPAP": "t:cpap", "hot water bottle": "t:hot-water-bottle", "compression socks": "t:compression-stockings",
		"low FODMAP": "t:low-fodmap-diet", "gluten free": "t:gluten-free-diet", "no caffeine": "t:no-caffeine",
		"epsom salts": "t:epsom-salt-bath", "levotiroxina": "t:levothyroxine", "agua": "t:drinking-water",
	} {
		m := v.Match(journal.KindTreatment, text, 3)
		got := ""
		if m.Term != nil && m.Term.Kind == journal.KindTreatment {
			got = m.Term.ID
		}
		if got != id {
			t.Errorf("%q is taken for %q, not %q", text, got, id)
		}
	}
}

// TestTreatmentAmounts asks for treatments with an amount, a form or a time beside
// the name: the treatment is offered first, and not put in the text's place.
func TestTreatmentAmounts(t *testing.T) {
	v := builtin(t)
	for text, id := range map[string]string{
		"Ibuprofen 400mg":                                            "t:ibuprofen",
		"ibuprofen 2 x 200 mg":                                       "t:ibuprofen",
		"amitriptyline 10 mg tablets at night":                       "t:amitriptyline",
		"Metformin 500 mg ER twice daily":                            "t:metformin",
		"Bupropion 150mg XL":                                         "t:bupropion",
		"Vitamin D3 1000 IU":                                         "t:vitamin-d",
		"vitamin c 1000mg tablets":                                   "t:vitamin-c",
		"B12 drops":                                                  "t:vitamin-b12",
		"Levothyroxine 75mcg":                                        "t:levothyroxine",
		"levothyroxine 0.075 mg":                                     "t:levothyroxine",
		"Prednisone 5 mg (morning)":                                  "t:prednisone",
		"prednisolone 20mg for 5 days":                               "t:prednisolone",
		"Methotrexate 15 mg weekly":                                  "t:methotrexate",
		"Magnesium glycinate 200 mg":                                 "t:magnesium",
		"Humira 40mg/0.8ml pen":                                      "t:adalimumab",
		"salbutamol 2 puffs":                                         "t:albuterol",
		"Sertraline (100mg)":                                         "t:sertraline",
		"tramadol SR 100":                                            "t:tramadol",
		"Melatonin 3mg gummies":                                      "t:melatonin",
		"omeprazole 20mg capsules":                                   "t:omeprazole",
		"half a tablet of diazepam":                                  "t:diazepam",
		"Fluoxetine liquid":                                          "t:fluoxetine",
		"Mesalamine 1.2 g":                                           "t:mesalamine",
		"Zofran 4mg as needed":                                       "t:ondansetron",
		"extra strength Tylenol 500 mg":                              "t:acetaminophen",
		"probiotic capsule":                                          "t:probiotic",
		"30 minutes of yoga":                                         "t:yoga",
		"2 cups of coffee":                                           "t:coffee",
		"Vitamin B 12 5 mg/ml injection":                             "t:vitamin-b12",
		"levothyroxine sodium 0.075 mg":                              "t:levothyroxine",
		"10 ml furosemide 10 mg/ml injection":                        "t:furosemide",
		"hydrocortisone 1% cream 15 g":                               "t:hydrocortisone-cream",
		"Lidocaine 5% patch":                                         "t:lidocaine-patch",
		"amoxicillin 875 mg / clavulanate 125 mg tablet":             "t:amoxicillin-and-clavulanate",
		"oxycodone hydrochloride 5 mg / acetaminophen 325 mg":        "t:oxycodone-and-acetaminophen",
		"fluticasone propionate 50 mcg / salmeterol 250 mcg inhaler": "t:fluticasone-and-salmeterol",
		"walked 20 minutes":                                          "t:walking",
	} {
		m := v.Match(journal.KindTreatment, text, 3)
		switch {
		case m.How == terms.Suggested && m.Suggestions[0].Term.ID == id:
		case m.Term != nil && m.Term.ID == id:
		default:
			t.Errorf("%q offers %s, not %s", text, suggestionTexts(m.Suggestions), id)
		}
	}
}
