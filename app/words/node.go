package words

// englishNode holds what the group's own node says.
var englishNode = map[string]string{
	"node.data":           "Name the folder of the node with --data DIR",
	"node.listen":         "%q is no address to listen on. Write it like 0.0.0.0:4001, [::]:4001 or :4001",
	"node.announce":       "%q is no address to announce. Write it like node.example.org:4001 or 203.0.113.7:4001",
	"node.metrics_public": "%q is not of this computer alone. Metrics are only shown on an address like 127.0.0.1:9464",
	"node.size":           "%q is no size. Write it like 500MB, 20GiB or 1.5TB",
	"node.no_network":     "This program was built without a network.",
	"node.metrics":        "Metrics: http://%s/metrics",
	"node.link":           "The node can be reached. This is its link, to paste into Kith; whoever has it can keep records here:",
	"node.last":           "The link of the node, with the addresses it had when it last ran; whoever has it can keep records there:",
	"node.no_link":        "The node can be reached. To see its link: kith node link --data %s",
	"node.empty":          "The node keeps nothing yet. Paste its link into Kith: kith peer add LINK",
	"node.heads":          "SPACE\tOPS\tBYTES\tDEVICES\tLAST USED",
	"node.total":          "%d spaces, %d ops, %d bytes.",
	"node.ask":            "Forget %s? Its devices keep what they have; this copy is gone for good. Type yes: ",
	"node.ask.yes":        "yes",
	"node.confirm":        "Nobody is here to confirm. To forget it without asking: --yes",
	"node.kept":           "Nothing was forgotten.",
	"node.forgotten":      "Forgotten: %s",
}
