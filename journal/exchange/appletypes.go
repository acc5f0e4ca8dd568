package exchange

import (
	"strings"
	"unicode"

	"kith/journal"
)

// appleType says what becomes of the records of one HealthKit type.
type appleType struct {
	id   string // without HKQuantityTypeIdentifier and the like
	name string
	kind journal.Kind
	// dense types become samples; the others entries.
	dense bool
	// quantity types have a number, category types a word.
	quantity bool
	symptom  bool
	dietary  bool
	pressure int // 1 systolic, 2 diastolic
	codes    []journal.Code
	sources  map[int32]int // records by source, for dense types
}

// The prefixes of HealthKit's identifiers.
const (
	quantityPrefix = "HKQuantityTypeIdentifier"
	categoryPrefix = "HKCategoryTypeIdentifier"
)

// sparseQuantities are the quantities that people or a clinic measure one by
// one. All other quantities are dense.
var sparseQuantities = idSet(`BodyMass BodyMassIndex BodyFatPercentage LeanBodyMass Height WaistCircumference BodyTemperature
	BasalBodyTemperature BloodGlucose BloodAlcoholContent PeakExpiratoryFlowRate ForcedVitalCapacity
	ForcedExpiratoryVolume1 InhalerUsage InsulinDelivery NumberOfTimesFallen NumberOfAlcoholicBeverages
	ElectrodermalActivity PeripheralPerfusionIndex BloodPressureSystolic BloodPressureDiastolic VO2Max
	AppleSleepingWristTemperature SixMinuteWalkTestDistance AppleWalkingSteadiness`)

// symptomCategories are HealthKit's symptoms.
var symptomCategories = idSet(`AbdominalCramps Acne AppetiteChanges BladderIncontinence Bloating BreastPain ChestTightnessOrPain
	Chills Constipation Coughing Diarrhea Dizziness DrySkin Fainting Fatigue Fever GeneralizedBodyAche HairLoss
	Headache Heartburn HotFlashes LossOfSmell LossOfTaste LowerBackPain MemoryLapse MoodChanges Nausea NightSweats
	PelvicPain RapidPoundingOrFlutteringHeartbeat RunnyNose ShortnessOfBreath SinusCongestion SkippedHeartbeat
	SleepChanges SoreThroat VaginalDryness Vomiting Wheezing IntermenstrualBleeding`)

// appleNames are names that splitting the identifier would not give.
var appleNames = map[string]string{
	"StepCount": "Steps", "DistanceWalkingRunning": "Walking and running distance", "BodyMass": "Weight",
	"BodyMassIndex": "Body mass index", "BodyFatPercentage": "Body fat", "BloodPressureSystolic": "Systolic blood pressure",
	"BloodPressureDiastolic": "Diastolic blood pressure", "BloodGlucose": "Blood glucose", "BodyTemperature": "Body temperature",
	"ActiveEnergyBurned": "Active energy", "BasalEnergyBurned": "Resting energy", "HeartRateVariabilitySDNN": "Heart rate variability",
	"SleepAnalysis": "Sleep", "MindfulSession": "Mindfulness", "AppleStandHour": "Stand hour", "AppleExerciseTime": "Exercise time",
	"AppleStandTime": "Stand time", "VO2Max": "VO2max", "EnvironmentalAudioExposure": "Sound level", "HeadphoneAudioExposure": "Headphone sound level",
	"ForcedExpiratoryVolume1": "FEV1", "PeakExpiratoryFlowRate": "Peak flow", "ChestTightnessOrPain": "Chest tightness or pain",
	"RapidPoundingOrFlutteringHeartbeat": "Rapid, pounding or fluttering heartbeat", "Coughing": "Cough",
	"AppleSleepingWristTemperature": "Wrist temperature asleep", "NumberOfTimesFallen": "Falls",
}

// appleLOINC are codes of LOINC that name the same observation without a
// condition attached.
var appleLOINC = map[string]string{"StepCount": "55423-8", "BodyMass": "29463-7", "Height": "8302-2", "BodyMassIndex": "39156-5",
	"BodyFatPercentage": "41982-0", "HeartRate": "8867-4", "RestingHeartRate": "40443-4", "RespiratoryRate": "9279-1",
	"OxygenSaturation": "59408-5", "BodyTemperature": "8310-5", "BloodPressureSystolic": "8480-6", "BloodPressureDiastolic": "8462-4",
	"WaistCircumference": "8280-0", "HeartRateVariabilitySDNN": "80404-7"}

// pressurePanel is LOINC's blood pressure panel.
var pressurePanel = []journal.Code{{System: "loinc", Code: "85354-9", Display: "Blood pressure panel"}}

// appleFactors are category types that are things one does or that were there.
var appleFactors = idSet("MindfulSession HandwashingEvent ToothbrushingEvent SexualActivity Pregnancy Lactation Contraceptive")

func idSet(names string) map[string]bool {
	set := make(map[string]bool)
	for _, n := range strings.Fields(names) {
		set[n] = true
	}
	return set
}

// newAppleType derives what to do from the identifier; unknown quantities are
// dense, unknown categories are measures in words.
func newAppleType(identifier string) *appleType {
	t := &appleType{kind: journal.KindMeasure, sources: map[int32]int{}}
	switch {
	case strings.HasPrefix(identifier, quantityPrefix):
		t.id, t.quantity = identifier[len(quantityPrefix):], true
	case strings.HasPrefix(identifier, categoryPrefix):
		t.id = identifier[len(categoryPrefix):]
	default: // HKDataTypeSleepDurationGoal
		t.id = strings.TrimPrefix(strings.TrimPrefix(identifier, "HKDataTypeIdentifier"), "HKDataType")
		t.quantity = true
	}
	t.name = appleNames[t.id]
	if t.name == "" {
		t.name = camelWords(strings.TrimPrefix(t.id, "Dietary"))
	}
	if code := appleLOINC[t.id]; code != "" {
		t.codes = []journal.Code{{System: "loinc", Code: code}}
	}
	t.dietary = strings.HasPrefix(t.id, "Dietary")
	t.dense = t.quantity && !sparseQuantities[t.id] && !t.dietary
	switch {
	case t.id == "BloodPressureSystolic":
		t.pressure = 1
	case t.id == "BloodPressureDiastolic":
		t.pressure = 2
	case t.id == "AppleStandHour":
		t.dense = true
	case !t.quantity && symptomCategories[t.id]:
		t.kind, t.symptom = journal.KindSymptom, true
	case !t.quantity && appleFactors[t.id], t.dietary:
		t.kind = journal.KindFactor
	}
	return t
}

// camelWords splits DistanceSwimming into "Distance swimming".
func camelWords(id string) string {
	if len(id) > journal.MaxName {
		id = id[:journal.MaxName]
	}
	var out strings.Builder
	runes := []rune(strings.ToValidUTF8(id, ""))
	for i, r := range runes {
		upper := unicode.IsUpper(r)
		boundary := i > 0 && upper && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if boundary && out.Len() < journal.MaxName-8 {
			out.WriteByte(' ')
		}
		acronym := upper && (i+1 < len(runes) && unicode.IsUpper(runes[i+1]) || i > 0 && unicode.IsUpper(runes[i-1]) && i+1 == len(runes))
		if i > 0 && upper && !acronym {
			r = unicode.ToLower(r)
		}
		if out.Len() < journal.MaxName-8 {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// appleUnits spells HealthKit's units as UCUM does; the rest stays as it is.
var appleUnits = map[string]string{"count": "", "count/min": "/min", "count/s": "/s", "lb": "[lb_av]", "oz": "[oz_av]", "st": "[stone_av]",
	"degC": "Cel", "degF": "[degF]", "mmHg": "mm[Hg]", "cmAq": "cm[H2O]", "mi": "[mi_i]", "ft": "[ft_i]", "in": "[in_i]", "yd": "[yd_i]",
	"hr": "h", "mcg": "ug", "IU": "[IU]", "fl_oz_us": "[foz_us]", "cup_us": "[cup_us]", "dBASPL": "dB[SPL]", "Cal": "kcal",
	"mL/min·kg": "mL/min/kg", "mL/kg·min": "mL/min/kg", "kcal/hr·kg": "kcal/h/kg", "km/hr": "km/h", "mi/hr": "[mi_i]/h", "ft/s": "[ft_i]/s",
	"mmol<180.1558800000541>/L": "mmol/L"}

// glucoseCode depends on the unit: mass or substance concentration in blood.
func glucoseCode(unit string) []journal.Code {
	switch unit {
	case "mg/dL":
		return []journal.Code{{System: "loinc", Code: "2339-0"}}
	case "mmol/L":
		return []journal.Code{{System: "loinc", Code: "15074-8"}}
	}
	return nil
}

// appleLabel makes words of a category value: HKCategoryValueSleepAnalysisAsleepCore
// of SleepAnalysis becomes "asleep core".
func appleLabel(t *appleType, value string) string {
	s := strings.TrimPrefix(value, "HKCategoryValue")
	for _, prefix := range []string{t.id, "MenstrualFlow", "VaginalBleeding", "Severity", "Presence"} {
		s = strings.TrimPrefix(s, prefix)
	}
	if s == "" {
		s = value
	}
	return strings.ToLower(camelWords(s))
}

// categoryRanks number the words that have an order.
var categoryRanks = map[string]int64{"not present": 0, "none": 0, "mild": 1, "light": 1, "moderate": 2, "medium": 2, "severe": 3, "heavy": 3}

// categoryValue is the value of a category record.
func categoryValue(t *appleType, value string) *journal.Value {
	label := appleLabel(t, value)
	switch {
	case label == "" || label == "not applicable":
		return journal.Yes(true)
	case t.symptom && (label == "unspecified" || label == "present"):
		return journal.Yes(true)
	case t.symptom && label == "not present" && strings.Contains(value, "Presence"):
		return journal.Yes(false)
	}
	v := &journal.Value{Scale: journal.Ordinal, Label: label}
	if rank, ok := categoryRanks[label]; ok && (t.symptom || strings.Contains(value, "Flow") || strings.Contains(value, "Bleeding")) {
		n := journal.DecimalOf(rank)
		v.Number = &n
	}
	return v
}
