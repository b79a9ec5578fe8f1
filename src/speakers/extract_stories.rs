//! Stories through all stages: short articles about invented people, and who is found to say what.

use super::extract;
use crate::article::Article;
use crate::attribution::Model;

/// Each quote as `name (role): content`, without what is not there.
fn told(text: &str) -> Vec<String> {
    let article = Article { id: "story".into(), text: text.into(), ..Article::default() };
    let mut lines = Vec::new();
    for quote in extract(&article, &Model::embedded()) {
        let role = quote.speaker.role.map_or(String::new(), |role| format!(" ({role})"));
        let content: Vec<&str> = quote.attribution.content.iter().map(|span| &text[span.start..span.end]).collect();
        lines.push(format!("{}{role}: {}", quote.speaker.name.as_deref().unwrap_or("?"), content.join(" … ")));
    }
    lines
}

#[test]
fn a_chair_is_who_the_record_says_and_the_mayor_is_nobody_who_was_named() {
    let text = "THE CHAIRMAN (Mr Bo Rask): Order. Mrs Sand has the floor.\n\nMRS SAND: It rains.\n\n\
                THE MAYOR: It does. Sit down, Mrs Sand.\n\nMRS SAND: I am sitting.\n\nTHE CHAIRMAN: Order.\n\n\
                THE MAYOR: Thank you.";
    assert_eq!(
        told(text),
        [
            "Bo Rask (CHAIRMAN): Order. Mrs Sand has the floor.",
            "Sand: It rains.",
            "MAYOR: It does. Sit down, Mrs Sand.",
            "Sand: I am sitting.",
            "Bo Rask (CHAIRMAN): Order.",
            "MAYOR: Thank you.",
        ]
    );
}

#[test]
fn a_councillors_title_is_no_part_of_the_name() {
    assert_eq!(
        told("Cllr Pia Sand said that it rained. Mayor Okafor-Lindqvist said it would stop."),
        ["Pia Sand (Cllr): that it rained", "Okafor-Lindqvist (Mayor): it would stop"]
    );
}

#[test]
fn a_union_is_no_shipping_line() {
    let text = "Tveit Shipping Ltd sold its boats. The dockers’ union said that it would strike. \
                The bank said that it was glad.";
    assert_eq!(told(text), ["dockers’ union: that it would strike", "Tveit Shipping Ltd: that it was glad"]);
}

#[test]
fn a_name_behind_any_description_is_who_speaks() {
    assert_eq!(
        told("The boat sank. “She was never fast,” said her master, Captain Bo Rask, “but she was dry.”"),
        ["Bo Rask (Captain): “She was never fast,” … “but she was dry.”"]
    );
}

#[test]
fn a_title_tells_two_of_one_surname_apart() {
    let text = "Moe Rask died on Sunday. Mr. Rask was 83. His death was confirmed by his daughter, Kit Rask.\n\n\
                Ms. Rask said that the book would stay unfinished.";
    assert_eq!(told(text).last().unwrap(), "Kit Rask: that the book would stay unfinished");
}

#[test]
fn questions_and_answers_are_those_of_the_lead() {
    let text = "Ines Okafor-Rask was sworn in as mayor on Monday. She spoke to Pia Sand in her office.\n\n\
                Q: Why rope?\n\nA: It holds.\n\nQ: Always?\n\nA: Mostly.";
    let found = told(text);
    let turns = &found[found.len() - 4..];
    assert_eq!(
        turns,
        ["Pia Sand: Why rope?", "Ines Okafor-Rask: It holds.", "Pia Sand: Always?", "Ines Okafor-Rask: Mostly."]
    );
}

#[test]
fn a_statement_that_is_announced_is_the_announced_persons() {
    let text = "Question: Will it rain?\n\nSand: It will.\n\nQuestion: Long?\n\nSand: All week.\n\n\
                On the same day the minister, Bo Rask, issued these words:\n\n“I have bought an umbrella. It is blue.”";
    assert_eq!(told(text).last().unwrap(), "Bo Rask: “I have bought an umbrella. It is blue.”");
}

#[test]
fn an_owner_in_front_is_not_whom_a_sentence_is_about() {
    let text = "Mr. Lund’s spokesman, Mr. Bo Rask, ended the talk. “The boat is leaving,” he said.";
    assert_eq!(told(text).last().unwrap(), "Bo Rask: “The boat is leaving,”");
}

#[test]
fn another_of_the_same_name_lends_no_role() {
    let text = "Pia Sand hurt her knee. “It is nothing,” Sand said. A fan lit a candle under a picture of the other Pia Sand, \
                the bishop.";
    assert_eq!(told(text), ["Pia Sand: “It is nothing,”"]);
}
