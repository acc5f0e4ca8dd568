// Package pair brings two computers together that have nothing in common yet but
// an invitation: seven words, a link or a QR code. It runs on any [link.Stream]
// and knows no libp2p. PAIRING.md has every byte of it, with test vectors.
//
// It promises:
//
//   - [Invitation]: made once, from seven random words, and given as words, as a
//     link or as a QR code; [ParseInvitation] reads all of them, and [ReadQR]
//     finds the code in a picture.
//   - [Start] and [Answer]: a Noise handshake that only the holders of the words
//     can finish, after which both show the same seven [Emoji]. Who sits between
//     without the words gets nothing; who has the words and sits between makes
//     the two rows of emoji differ.
//   - [Session]: nothing flows before both people have said that the emoji are
//     the same, where the invitation asks for it (that of a device always does).
//     Then one request one way and one welcome the other, both opaque here.
//   - [Opening]: an invitation works once, ends when it says, can be cancelled,
//     and is dead after [MaxWrong] wrong tries. Whoever has the words is told
//     which of these it was.
//   - [NewMail] and [ReadMail]: the same through the mailbox of a node while the
//     other computer is off.
//   - [Desk] answers all open invitations of a computer, in person and by letter;
//     [Join] follows one to its end, by whatever way there is, for as long as it
//     takes.
//   - [EncodeForOwners] and [DecodeForOwner]: an open invitation, so that another
//     computer of an owner may answer it.
//   - [Safety]: the sixty digits by which two people compare their keys.
//
// # What is hidden and what is not
//
// A relay or a node sees that two computers exchange a few messages, and their
// sizes. Names of boxes, requests and welcomes tell it nothing. The words can be
// guessed offline by whoever records a first message or a letter in a mailbox:
// 77 bits, each guess at the price of [crypto.Phrase.Stretch]. What was sent in a
// session stays closed even then, since both ends throw their keys away.
//
// # What is not prevented
//
// Whoever reaches the inviting computer can make three wrong tries and so kill
// its invitations; a new one has to be made. Two computers of owners that do not
// reach each other may both answer one invitation. A letter is checked by emoji on
// the inviting side alone: the joining side knows by its words, and by the safety
// number later, whom it joined.
package pair
