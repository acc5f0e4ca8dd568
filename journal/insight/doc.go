// Package insight answers one patient's questions of their own daily series: did it
// help, what goes with bad days and what comes before them, is it getting better.
// It is pure: numbers in, numbers out; it reads no disk and no clock, and says
// nothing in words.
//
// It promises:
//
//   - A series is one value per civil day, NaN where none is known. Missing is not
//     zero: no day is filled in, and the days around a gap are treated as that far
//     apart.
//   - Each claim comes with how many days it rests on, the share that is missing,
//     and a 95% interval. Too little data is no error and no "no effect": the
//     result says Enough false and what lacks ([Shortage]), and gives no estimate.
//   - Where there is nothing to find, it finds something in at most one of twenty
//     questions, though one day resembles the next (autocorrelation to 0.7, from 60
//     days on; see "Where it ends"); 95% intervals hold the truth in 93 to 97 of a
//     hundred. The tests show both by simulation.
//   - Infinite values and impossible ranges are errors; NaN and infinity never come
//     out. The same input gives the same output: where chance is needed (only in
//     [Scan]) it comes from a seed. That is chance for statistics, not for secrets.
//
// # What the answers mean, and what not
//
// [Compare]: the days after differed from the days before by so much. Not why. Who
// begins a treatment often begins it on the worst days, which would have been
// followed by better ones anyway; the season changed; something else began. The
// cautions name what can be seen in the series itself.
//
// [Interrupt]: the same, if a trend before the split had gone on. It asks for more,
// and so is less sure.
//
// [TrendOf]: a straight line through the whole series. It does not say that the line
// goes on.
//
// [Scan]: among many factors and lags, these go with the outcome more than chance
// explains. What goes with something need not bring it about: both may follow from
// a third thing, and a person may have stopped what did them harm. What was picked
// out because it was the largest is likely smaller than it looks.
//
// Power and DaysFor speak of Compare, of two phases of one length, of a change that
// comes at once and stays. To find nothing after that many days does not prove that
// there is nothing.
//
// [Pairs]: an experiment in which a coin decided when the treatment was taken. Of
// all these it is the only one that can tell what the treatment did, and only in
// this person over these weeks.
//
// # Methods
//
// Compare, Interrupt and TrendOf are linear models with first-order autoregressive
// errors on the calendar, so that days g apart correlate by rho^g whatever is
// missing between (Jones, Technometrics 22, 1980, 389-395). The autocorrelation is
// never plugged in: plain estimates of it are too small by about (1+3 rho)/n (Marriott
// and Pope, Biometrika 41, 1954, 390-402), and intervals that take it for known are
// too short. The coefficients are averaged over all rho, each weighed by its
// restricted likelihood (Patterson and Thompson, Biometrika 58, 1971, 545-554; for
// time series Cooper and Thompson, Biometrika 64, 1977, 625-628), as in Zellner and
// Tiao, Journal of the American Statistical Association 59, 1964, 763-778. The prior
// of rho is such that intervals hold what they promise in the long run. Interrupted
// series: Wagner, Soumerai, Zhang and Ross-Degnan, Journal of Clinical Pharmacy and
// Therapeutics 27, 2002, 299-309. Regression to the mean: Barnett, van der Pols and
// Dobson, International Journal of Epidemiology 34, 2005, 215-220.
//
// Scan turns the outcome around a circle of days against all factors at once, and
// looks how often a shift, which keeps the rhythm and memory of both but not what they
// have with each other, gives as much as the diary as it is: a randomisation test on
// a part of all orders (Dwass, Annals of Mathematical Statistics 28, 1957, 181-187).
// A lag is a place on the same circle, so that one shift serves all lags and
// factors, and the largest of all gives the family-wise p-value (Westfall and Young,
// Resampling-Based Multiple Testing, 1993). A series of a few months has too few
// shifts to tell 1 in 20 for eight lags together: it is also cut into pieces of whole
// weeks, put together in another order (Kuensch, Annals of Statistics 17, 1989,
// 1217-1241) and turned again. The statistic is that of generalised least squares
// with the outcome's autocorrelation, divided by its spread over all shifts, so that
// neither a rare nor a drifting factor wins the maximum by being so. A weekly rhythm
// stays in place under all of this: if outcome and factor both follow the days of
// the week, that is no finding by itself.
//
// Pairs is Fisher's randomisation test over all falls of the coins (The Design of
// Experiments, 1935), its interval that of Hartigan, Journal of the American
// Statistical Association 64, 1969, 1303-1317. How to run such experiments: Guyatt and
// others, New England Journal of Medicine 314, 1986, 889-892.
//
// # Where it ends
//
// The simulations are of normal noise with first-order memory and of scores from 0 to
// 10. An outcome whose memory is of another kind, which forgets quickly at first and
// then hardly, makes Compare, Interrupt and TrendOf surer than they should be, above
// all with few days. So does yes and no that comes in long spells: with an
// autocorrelation of 0.7 and 60 days Compare finds something in 8 to 10 of a hundred
// where there is nothing. For that, and for an autocorrelation above 0.8, there is the
// caution [LongMemory]. Whether days are missing because they were bad cannot be
// seen in what was logged.
package insight
