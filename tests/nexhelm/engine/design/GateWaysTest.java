package nexhelm.engine.design;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import nexhelm.engine.tool.ToolCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways in which people say that somebody decides first, and which step waits for it. */
class GateWaysTest {

    /** The steps that wait, each with who decides. */
    private static String waiting(String said) {
        String call = said.contains(": ") ? said.replace(" // ", "\n\n") : "Ann: Hello there.\n\nAnn: " + said;
        JsonNode steps =
                new Draftsman(call, ToolCatalog.all().keySet()).definition().path("steps");
        var gated = new StringJoiner("; ");
        for (JsonNode step : steps) {
            if (!step.path("hitl").isNull()) {
                gated.add(step.path("title").asText() + ": "
                        + step.path("hitl").asText().replaceFirst(" decides first.*", ""));
            }
        }
        return gated.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It sits on Tom's desk until he initials it. | Tom",
                "Until Ruth has signed off it stays put. | Ruth",
                "Nothing leaves this office unless Ruth has been through it. | Ruth",
                "I won't have it leave without my eyes on it. | Ann",
                "It doesn't go anywhere till my partner's happy with it. | Partner",
                "As long as Ruth hasn't seen it, it doesn't move. | Ruth",
                "As long as it's lying on Ruth's desk nobody gets it. | Ruth",
                "If Ruth says no, it stays here. | Ruth",
                "No offer goes out that hasn't been initialled by Ruth. | Ruth",
                "Nobody sees an offer before Ruth's been asked. | Ruth",
                "An offer stays in the house till it's had Ruth's scribble on it. | Ruth",
                "Off Ruth's desk or not at all. | Ruth",
                "Only after a green light from Ruth. | Ruth",
                "Only once Ruth has nodded does it go. | Ruth",
                "Ruth checks every single one, and only then does it go out. | Ruth",
                "That doesn't get past the gate without Ruth having cast an eye over it. | Ruth",
                "You don't press send until I tell you to. | Ann",
                "Hold it back until you hear from me. | Ann",
                "Once Ruth has put her name under it, off it goes. | Ruth",
            })
    void what_is_held_back_waits_for_whoever_ends_that(String said, String who) {
        assertEquals("E-mail the offer to Paula: " + who, waiting("I e-mail the offer to Paula. " + said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tom has the last word on it. | Tom",
                "That one needs my blessing. | Ann",
                "It needs Ruth's signature. | Ruth",
                "Ruth's initials are a must. | Ruth",
                "An offer has to have Ruth's stamp before anybody gets it. | Ruth",
                "It's Ruth who decides whether it goes. | Ruth",
                "That's up to Ruth. | Ruth",
                "Every offer comes past my desk first. | Ann",
                "I run those past Ruth, every time. | Ruth",
                "It gets released by Ruth beforehand. | Ruth",
                "Ruth wants to see it first. | Ruth",
                "The offers, those I want to read first. | Ann",
                "Ask Ruth first. | Ruth",
                "It waits for Ruth's okay. | Ruth",
                "Before Paula gets it, Ruth has to have a look. | Ruth",
                "Ruth reads the thing first, all of it. | Ruth",
                "Ruth reads along before anything leaves. | Ruth",
                "It's subject to Ruth's approval. | Ruth",
                "Only Ruth may release it. | Ruth",
                "Provided Ruth agrees, that is. | Ruth",
                "Ruth has to give it the all-clear. | Ruth",
            })
    void who_claims_a_decision_decides_first(String said, String who) {
        assertEquals("E-mail the offer to Paula: " + who, waiting("I e-mail the offer to Paula. " + said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Send it only after the customer has paid.",
                "We wait for the delivery before that.",
                "You needn't ask me before.",
                "Nobody has to look at that.",
                "Ruth used to read them first, but we've stopped that.",
                "I check the price before I send it.",
                "We never send it without the price list.",
                "I never send it before I've read the enquiry.",
                "It goes out after the client has signed it.",
                "No offer leaves without the customer's signature.",
                "It doesn't need Ruth's approval.",
                "Never without the customer's address.",
                "He says yes, he only wants to be asked.",
                "How much it costs, that's up to Ruth.",
                "Not before Monday.",
                "After lunch Ruth looks at the mailbox.",
                "We don't start before Tom has delivered the wood.",
                "Nothing happens until the bank has confirmed the payment.",
                "Only Ruth can say what it costs.",
            })
    void what_is_no_decision_of_the_house_holds_nothing_back(String said) {
        assertEquals("", waiting("I e-mail the offer to Paula. " + said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // by the thing, several sentences later
                "I e-mail the letter to the tenant. I e-mail the plan to the crew. I file the plan in the archive. The"
                        + " letters, those Ruth wants to read first. | E-mail the letter to the tenant: Ruth",
                // by who gets it
                "I e-mail the letter to the tenant. I e-mail the plan to the crew. No tenant hears from us before Ruth"
                        + " has nodded. | E-mail the letter to the tenant: Ruth",
                // by the act
                "I e-mail the plan to the crew. I order the parts in PartsHub. Not a screw is ordered without Tom's"
                        + " say-so. | Order the parts in PartsHub: Tom",
                "I publish the notice on the website. I e-mail the plan to the crew. Nothing is published until Ruth"
                        + " has read it. | Publish the notice on the website: Ruth",
                // where something is entered
                "I e-mail the plan to the crew. I put the date in the calendar. No date goes in the calendar before"
                        + " Ruth has nodded. | Put the date in the calendar: Ruth",
                "I e-mail the plan to the crew. I put the date in the calendar. If Ruth isn't happy with the date it"
                        + " doesn't go in. | Put the date in the calendar: Ruth",
                "I add a row to the price sheet. I e-mail the plan to the crew. Not one price gets into that sheet"
                        + " until Ruth has nodded. | Add a row to the price sheet: Ruth",
                // what was written waits where it is sent
                "I write the offer as a PDF. I e-mail it to Paula. The offer sits with me till Tom says it's fine."
                        + " | E-mail the offer to Paula: Tom",
                // everything waits
                "I e-mail the letter to the tenant. I e-mail the plan to the crew. Nothing goes out until Ruth has"
                        + " seen it. | E-mail the letter to the tenant: Ruth; E-mail the plan to the crew: Ruth",
                // told after the demand
                "Ann: We make a spot. It sits in a queue till Ruth has listened to it. // Bob: And then? // Ann: Then I"
                        + " load the spot into Playbox. | Load the spot into Playbox: Ruth",
                // told again by who asks
                "Bob: How do you plan? // Ann: I e-mail the plan to the crew. I put the date in the calendar. But"
                        + " there Ruth has the last word. // Bob: So she says yes, and then it's entered. // Ann: She's"
                        + " quick. | Put the date in the calendar: Ruth",
                // asked before
                "Ann: I read the report. I e-mail the report to the owner. I move the file to the archive. // Bob: And"
                        + " that goes out by itself? // Ann: No. It lands with me, and if I'm happy I say so."
                        + " | E-mail the report to the owner: Ann",
                // a customer's go holds back what the firm makes
                "I create a todo for Tom. No todo for Tom before the customer has written \"go\"."
                        + " | Create a todo for Tom: Customer",
            })
    void the_act_that_was_meant_waits(String said, String gates) {
        assertEquals(gates, waiting(said));
    }
}
