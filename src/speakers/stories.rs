//! Stories: short articles about invented people, and who is meant in them.
//!
//! `{…}` marks a content, `<…>` a cue, `[…]` a mention; `|` ends an attribution. The marks are taken out before the
//! article is read.

use super::{Basis, Gender, Speaker, SpeakerKind, resolve};
use crate::article::Article;
use crate::attribution::{Act, Attribution, Kind, Model};
use crate::text::{Document, Span};

/// The article without marks, and its attributions.
fn marked(story: &str) -> (Article, Vec<Attribution>) {
    let mut text = String::new();
    let mut attributions = Vec::new();
    let mut open = 0;
    let mut current = blank();
    for c in story.trim().chars() {
        match c {
            '{' | '<' | '[' => open = text.len(),
            '}' => current.content.push(Span::new(open, text.len())),
            '>' => current.cue.push(Span::new(open, text.len())),
            ']' => current.mention.push(Span::new(open, text.len())),
            '|' => attributions.push(std::mem::replace(&mut current, blank())),
            c => text.push(c),
        }
    }
    for attribution in &mut attributions {
        let first: Span = attribution.content[0];
        if text[first.start..].starts_with('“') {
            attribution.verbatim = attribution.content.clone();
        }
        attribution.paragraph = text[..first.start].matches('\n').count() + 1;
    }
    let article = Article { id: "story".into(), text, date: "2019-10-14".parse().ok(), ..Article::default() };
    (article, attributions)
}

fn blank() -> Attribution {
    Attribution {
        content: Vec::new(),
        verbatim: Vec::new(),
        cue: Vec::new(),
        mention: Vec::new(),
        kind: Kind::Direct,
        act: Act::Says,
        confidence: 1.0,
        within: None,
        paragraph: 1,
    }
}

fn speakers(story: &str) -> Vec<Speaker> {
    let (article, attributions) = marked(story);
    assert!(!attributions.is_empty(), "no attribution is marked");
    let document = Document::new(&article.text);
    resolve(&article, &document, &attributions, &Model::embedded())
}

/// Name and kind of every speaker, in order.
fn who(story: &str) -> Vec<(String, SpeakerKind)> {
    let all = speakers(story);
    all.into_iter().map(|speaker| (speaker.name.unwrap_or_default(), speaker.kind)).collect()
}

fn names(story: &str) -> Vec<String> {
    who(story).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn headline_and_lead_are_explained_by_what_follows() {
    let story = r#"[Judge] <halts> {night ferry}|

[A Lund judge] <ordered> {the night ferry to stop}|.

{“The islands can wait until morning,”} [Justice Pia Sand] <wrote>|. Bo Rask, the ferry’s owner, <said> {he would appeal}|."#;
    assert_eq!(names(story)[..3], ["Pia Sand", "Pia Sand", "Pia Sand"]);

    let story = r#"[A retired skipper] <says> {he saw the lights go out}|.

[Leif Brandvold] <told> the court {that it was past midnight}|. [One sailor] <said> {it was earlier}|."#;
    assert_eq!(names(story), ["Leif Brandvold", "Leif Brandvold", "One sailor"]);
}

#[test]
fn whom_the_lead_named_is_not_whom_it_described() {
    let story = r#"[A skipper] <says> {Odd Brandvold never answered}|.

[Brandvold] <said> {his radio was off}|."#;
    assert_eq!(names(story), ["skipper", "Odd Brandvold"]);
}

#[test]
fn a_body_in_the_lead_is_the_one_named_next() {
    let story = r#"[A harbour panel] <voted to close> {the old pier}|.

The Lund Harbour Committee sat until midnight. {“It is unsafe,”} [the committee] <said>|."#;
    assert_eq!(names(story), ["Lund Harbour Committee", "Lund Harbour Committee"]);
}

#[test]
fn a_statement_goes_on_as_it_began() {
    let story = r#"The pier was closed on Monday. [Tveit Shipping Inc] <said in a statement> {that nobody was hurt}|. It has run the line since 1990.

[The statement] <added> {that boats would leave from the new pier}|."#;
    assert_eq!(names(story), ["Tveit Shipping Inc", "Tveit Shipping Inc"]);
}

#[test]
fn a_name_with_one_letter_wrong_is_still_a_name() {
    let story = r#"The skipper, Odd Brandvold, lives in Lund. [Brandvolt] <said> {the sea was calm}|. [Brandt] <said> {it was not}|."#;
    assert_eq!(names(story), ["Odd Brandvold", "Brandt"]);
}

#[test]
fn us_is_a_country_in_capitals() {
    let story = r#"[US President Halvor Tveit] <said> {the treaty stood}|. [US officials] <said> {the same}|."#;
    assert_eq!(names(story), ["Halvor Tveit", "US officials"]);
}

#[test]
fn what_is_named_after_somebody_is_not_the_person() {
    let story = r#"Bo Rask was a guest of the Pia Sand Show. {“Sit down,”} [Sand] <said>|. In London Leif Osei watched. [Osei] <said> {it was late}|."#;
    assert_eq!(names(story), ["Pia Sand", "Leif Osei"]);
}

#[test]
fn relatives_and_ages_stand_for_somebody() {
    let story = r#"Odd Brandvold was lost on Friday. {“He knew the water,”} <said> [his brother Leif Brandvold]|. {“He knew it well,”} [his brother] <said>|.

Pia Sand found the boat. {“It was empty,”} [the 43-year-old] <said>|."#;
    assert_eq!(names(story), ["Leif Brandvold", "Leif Brandvold", "Pia Sand"]);
}

#[test]
fn a_body_has_no_possessive_ending() {
    assert_eq!(
        names("[The Lund harbour committee’s] <warning> {that the pier was rotten}|."),
        ["Lund harbour committee"]
    );
}

#[test]
fn papers_of_somebody_speak_for_their_owner() {
    let story = r#"Pia Sand went to court on Monday. [Pia Sand’s brief] <says> {the pier was rotten}|."#;
    assert_eq!(names(story), ["Pia Sand"]);
}

const FERRY: &str = r#"On Monday, the Norland Harbour Ministry commented on the visit of the head of the coast guard, Rear Admiral Odd Brandvold, to Lund.

{“The ferry is not a new matter, and President Halvor al-Khoury knows it,”} <said> [Norland Harbour Ministry spokesman Rutger van der Molen] at a meeting on Monday.|

[Van der Molen] <said> {the crossings had grown since 1979}.|

{“This crossing is of great use to the islands and to their people.”}|

[He] <added> {that “the boats are there because the islands asked for them.”}|

The Lund minister of ports, Pia Sand, signed a crossing agreement with Brandvold last Wednesday.

[The agreement] <provided for> {“more boats in winter”}.|

Meanwhile, [Norland President Halvor Al-Khoury] <expressed> {his joy at the boats}.|
"#;

#[test]
fn a_spokesman_is_followed_through_his_quotes() {
    let all = speakers(FERRY);
    let shown: Vec<(&str, Basis)> = all.iter().map(|s| (s.name.as_deref().unwrap_or(""), s.basis)).collect();
    assert_eq!(
        shown,
        [
            ("Rutger van der Molen", Basis::FullName),
            ("Rutger van der Molen", Basis::PartOfName),
            ("Rutger van der Molen", Basis::Continued),
            ("Rutger van der Molen", Basis::Pronoun),
            ("agreement", Basis::Description),
            ("Halvor al-Khoury", Basis::FullName),
        ]
    );
    for said in &all[..4] {
        assert_eq!(said.role.as_deref(), Some("Norland Harbour Ministry spokesman"));
        assert_eq!(said.gender, Some(Gender::Male));
        assert_eq!(
            said.key,
            "rutger van der molen\u{1f}person\u{1f}m\u{1f}spokesman\u{1f}norland harbour ministry\u{1f}2010s"
        );
    }
    assert_eq!(all[4].kind, SpeakerKind::Document);
    assert_eq!(all[5].role.as_deref(), Some("Norland President"));
}

#[test]
fn evidence_is_where_the_full_name_stands() {
    let (article, _) = marked(FERRY);
    for speaker in &speakers(FERRY)[..4] {
        let evidence = speaker.evidence.expect("a full name stands in the story");
        assert_eq!(evidence.of(&article.text), "Rutger van der Molen");
    }
}

#[test]
fn doubt_grows_from_name_to_pronoun_to_no_mention() {
    let all = speakers(FERRY);
    assert!(all[0].confidence > all[1].confidence);
    assert!(all[1].confidence > all[2].confidence);
}

#[test]
fn a_nickname_stays_and_the_short_form_leads_to_it() {
    let story = "[Robert “Bob” Ainsley] <said> {boats were late}.|\n[Bob Ainsley] <said> {they were slow}.|\n[Mr. Ainsley] <said> {they were old}.|";
    assert_eq!(names(story), ["Robert “Bob” Ainsley"; 3]);
}

#[test]
fn a_surname_that_is_a_trade_is_a_surname_where_the_article_shows_it() {
    let story = "Pia Baker runs the port. {“It is late,”} [Baker] <said>.|\nThe baker left. {“It is dark,”} [Ms. Baker] <said>.|";
    assert_eq!(names(story), ["Pia Baker"; 2]);
}

#[test]
fn two_people_with_one_surname_are_told_apart_by_title() {
    let story = "Spokesman Tom Okafor met his lawyer, Ms. Ines Okafor, on Friday.\n{“We wait,”} [Mr. Okafor] <said>.|\n{“We do not,”} [Ms. Okafor] <said>.|";
    assert_eq!(names(story), ["Tom Okafor", "Ines Okafor"]);
}

#[test]
fn a_surname_that_could_be_either_lowers_the_belief() {
    let story = "Tom Okafor and Ines Okafor run the port together.\n{“We wait,”} [Okafor] <said>.|\nTom Kvist left.\n{“We do not,”} [Kvist] <said>.|";
    let all = speakers(story);
    assert!(all[0].confidence < 0.7, "{}", all[0].confidence);
    assert!(all[1].confidence > 0.85, "{}", all[1].confidence);
}

#[test]
fn an_acronym_leads_to_the_name_it_was_given_with() {
    let story = "The Norland Trade Bureau (NTB) opened on Friday. [The NTB] <said> {boats were late}.|";
    assert_eq!(who(story), [("Norland Trade Bureau".to_owned(), SpeakerKind::Organization)]);
}

#[test]
fn a_description_leads_to_the_one_who_holds_the_office() {
    let story = "Ines Okafor, the mayor of Lund, opened the port with spokesman Tom Kvist.\n{“It is late,”} [the mayor] <said>.|\n{“It is dark,”} [the spokesperson] <said>.|";
    let all = speakers(story);
    assert_eq!(all[0].name.as_deref(), Some("Ines Okafor"));
    assert_eq!(all[0].role.as_deref(), Some("mayor of Lund"));
    assert!(all[0].key.ends_with("mayor\u{1f}lund\u{1f}2010s"), "{}", all[0].key);
    assert_eq!(all[1].name.as_deref(), Some("Tom Kvist"));
    assert_eq!(all[1].basis, Basis::Description);
}

#[test]
fn age_and_trade_behind_a_name_are_a_role() {
    let all = speakers("{“It is late,”} <said> [Odd Brandvold], 43, a baker from Lund.|");
    assert_eq!(all[0].role.as_deref(), Some("baker from Lund"));
}

#[test]
fn her_predecessor_is_not_the_mayor() {
    let story = "Mayor Ines Okafor opened the port.\n{“It is late,”} [her predecessor] <said>.|";
    assert_eq!(who(story), [("her predecessor".to_owned(), SpeakerKind::Unnamed)]);
}

#[test]
fn one_without_a_name_is_unnamed_and_stays_the_same_one() {
    let story = "[A harbour pilot] <said> {boats were late}.|\n[The pilot] <added> {that they were old}.|\n[One witness] <said> {it was dark}.|";
    assert_eq!(
        who(story),
        [
            ("harbour pilot".to_owned(), SpeakerKind::Unnamed),
            ("harbour pilot".to_owned(), SpeakerKind::Unnamed),
            ("One witness".to_owned(), SpeakerKind::Unnamed)
        ]
    );
}

#[test]
fn several_are_a_group_and_they_are_they() {
    let story = "[Residents of the old town] <said> {boats were late}.|\n[They] <asked> {for more}.|\n[Ines Okafor and Tom Kvist] <said> {no}.|";
    assert_eq!(
        who(story),
        [
            ("Residents of the old town".to_owned(), SpeakerKind::Group),
            ("Residents of the old town".to_owned(), SpeakerKind::Group),
            ("Ines Okafor and Tom Kvist".to_owned(), SpeakerKind::Group)
        ]
    );
}

#[test]
fn a_report_speaks_for_its_maker_where_one_is_evident() {
    let story = "A poll by the Lund Research Institute was printed. [The poll] <found> {that few sail}.|\n[The ferry law] <says> {that all may}.|\n[A study by Pia Sand] <says> {that some do}.|";
    assert_eq!(
        who(story),
        [
            ("Lund Research Institute".to_owned(), SpeakerKind::Organization),
            ("ferry law".to_owned(), SpeakerKind::Document),
            ("Pia Sand".to_owned(), SpeakerKind::Person)
        ]
    );
}

#[test]
fn the_company_is_the_one_the_article_names() {
    let story = "Allwright Shipping Inc sold a boat.\n[The company] <said> {it was old}.|\n[It] <said> {another was older}.|\n[Allwright] <said> {no more}.|";
    assert_eq!(names(story), ["Allwright Shipping Inc"; 3]);
}

#[test]
fn a_campaign_is_named_by_its_owner() {
    let story = "[The Okafor campaign] <said> {it was early}.|\n[The campaign] <said> {it was late}.|";
    assert_eq!(who(story), vec![("Okafor campaign".to_owned(), SpeakerKind::Organization); 2]);
}

#[test]
fn she_is_the_woman_and_he_the_man() {
    let story = "Spokeswoman Ines Okafor met Mr. Tom Kvist in Lund.\n[She] <said> {boats were late}.|\nThen Okafor left.\n[He] <said> {she was early}.|";
    assert_eq!(names(story), ["Ines Okafor", "Tom Kvist"]);
}

#[test]
fn a_given_name_shows_no_gender() {
    let all = speakers("{“It is late,”} <said> [Maria Kvist].|");
    assert_eq!(all[0].gender, None);
    let all = speakers("{“It is late,”} <said> [Maria Kvist], who lost his boat.|");
    assert_eq!(all[0].gender, Some(Gender::Male));
}

#[test]
fn a_name_inside_the_quotation_is_not_the_one_who_says_it() {
    let story = "Pia Sand runs the port.\n{“Tom Kvist was late. Tom Kvist is always late,”} [she] <said>.|";
    assert_eq!(names(story), ["Pia Sand"]);
}

#[test]
fn who_stands_for_the_name_before_it() {
    let story = "They asked Pia Sand, a baker from Lund, [who] <said> {no}.|\nIt was read by residents of Lund [who] <say> {it is late}.|";
    assert_eq!(
        who(story),
        [("Pia Sand".to_owned(), SpeakerKind::Person), ("residents of Lund".to_owned(), SpeakerKind::Group)]
    );
}

#[test]
fn who_behind_two_names_are_both() {
    let story = "They met Pia Sand and Tom Kvist, [who] <said> {no}.|";
    assert_eq!(who(story), [("Pia Sand and Tom Kvist".to_owned(), SpeakerKind::Group)]);
}

#[test]
fn labels_in_capitals_lead_to_the_full_name() {
    let story = "The Lund Post spoke with Tom Snow about boats.\n[POST]: {Are they late?}|\n[SNOW]: {They are, in snow.}|\n{And in rain.}|";
    let mut all = speakers(story);
    assert_eq!(all.remove(1).name.as_deref(), Some("Tom Snow"));
    assert_eq!(all.remove(1).name.as_deref(), Some("Tom Snow"));
}

#[test]
fn without_labels_questions_are_the_papers() {
    let story = "The Lund Post spoke with Tom Kvist about boats.\n{Are they late?}|\n{They are, and they are old.}|";
    assert_eq!(names(story), ["Lund Post", "Tom Kvist"]);
}

#[test]
fn a_signature_behind_a_dash_names_the_writer() {
    assert_eq!(
        names("Readers wrote to us.\n{“It is late.”} — Pia Sand|\n{“It is dark.”} ― Tom Kvist, Lund|"),
        ["Pia Sand", "Tom Kvist"]
    );
}

#[test]
fn one_of_several_is_one() {
    let story = "[One of the residents] <said> {it was late}.|\n[One of the residents, Pia Sand,] <said> {it was dark}.|\n[One in four residents] <said> {no}.|";
    assert_eq!(
        who(story),
        [
            ("One of the residents".to_owned(), SpeakerKind::Unnamed),
            ("Pia Sand".to_owned(), SpeakerKind::Person),
            ("One in four residents".to_owned(), SpeakerKind::Group)
        ]
    );
}

#[test]
fn a_nominee_is_of_the_party_that_is_said() {
    let story = "Republican nominee Tom Kvist met Democrat Ines Okafor.\nOkafor left early.\n[The Republican nominee] <said> {it was late}.|\n[The Republican] <said> {no}.|";
    assert_eq!(names(story), ["Tom Kvist"; 2]);
}

#[test]
fn a_body_that_talks_is_no_person() {
    let story = "[Allwright] <said> {it was late}.|\nAn Allwright spokesman left. Allwright’s shares fell, and Allwright, which owns boats, fell, too.";
    assert_eq!(who(story), [("Allwright".to_owned(), SpeakerKind::Organization)]);
}

#[test]
fn his_book_speaks_for_him() {
    let story = "Mr. Tom Kvist left Lund.\n[His book] <says> {that it was late}.|\n[Kvist’s letter] <says> {no}.|";
    assert_eq!(names(story), ["Tom Kvist"; 2]);
}

#[test]
fn in_a_dialogue_two_take_turns() {
    let story =
        "{“Late?”} <asked> [Pia Sand].|\n{“Very,”} <said> [Tom Kvist].|\n{“Dark?”} <asked> [Sand].|\n{“Very.”}|";
    assert_eq!(names(story), ["Pia Sand", "Tom Kvist", "Pia Sand", "Tom Kvist"]);
}

#[test]
fn a_place_that_talks_is_its_government() {
    assert_eq!(who("[Norway] <said> {it was late}.|"), [("Norway".to_owned(), SpeakerKind::Organization)]);
}

#[test]
fn nobody_is_made_up() {
    let all = speakers("{It} is <expected> that boats are late.|");
    assert_eq!(all[0].kind, SpeakerKind::Unknown);
    assert_eq!((&all[0].name, &all[0].mention, &all[0].role), (&None, &None, &None));
    assert!(all[0].confidence < 0.5);
}

#[test]
fn a_quotation_far_from_the_last_does_not_go_on() {
    let story = "{“It is late,”} <said> [Pia Sand].|\nThe port is old.\nIt was built in stone.\n{“Stone by stone.”}|";
    assert_eq!(names(story), ["Pia Sand", ""]);
}

#[test]
fn a_writer_speaks_in_the_first_person() {
    let (mut article, attributions) = marked("[I] <think> {that boats are late}.|");
    article.author = Some("By Pia Sand".into());
    let document = Document::new(&article.text);
    assert_eq!(resolve(&article, &document, &attributions, &Model::embedded())[0].name.as_deref(), Some("Pia Sand"));
    article.author = None;
    assert_eq!(resolve(&article, &document, &attributions, &Model::embedded())[0].kind, SpeakerKind::Unknown);
}

#[test]
fn a_hundred_thousand_names_take_no_more_than_their_time() {
    let mut story = String::new();
    for number in 0..30_000 {
        story.push_str(&format!(
            "Tom Kvist{} met Pia Kvist in Lund. ",
            "abcdefghij".chars().nth(number % 10).unwrap_or('k')
        ));
    }
    story.push_str("{“Late,”} [he] <said>.|");
    let started = std::time::Instant::now();
    assert_eq!(speakers(&story).len(), 1);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_and_no_spans_are_too_strange(text in "[“”\"'’.,:;A-Za-c \n0-9é—()?!-]{0,120}", cuts in prop::collection::vec(0..400usize, 0..12)) {
            let mut places: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).filter(|cut| text.is_char_boundary(*cut)).collect();
            places.sort_unstable();
            let mut attributions = Vec::new();
            for pair in places.chunks_exact(4) {
                let mut attribution = blank();
                attribution.content.push(Span::new(pair[0], pair[1]));
                attribution.mention.push(Span::new(pair[2], pair[3]));
                attribution.verbatim = attribution.content.clone();
                attributions.push(attribution.clone());
                attribution.mention.clear();
                attributions.push(attribution);
            }
            let article = Article { id: "any".into(), text: text.clone(), ..Article::default() };
            let document = Document::new(&text);
            let found = resolve(&article, &document, &attributions, &Model::embedded());
            prop_assert_eq!(found.len(), attributions.len());
            for speaker in found {
                prop_assert!((0.0..=1.0).contains(&speaker.confidence));
                prop_assert!(super::super::SpeakerKey::parse(&speaker.key).is_some());
                prop_assert_eq!(speaker.kind == SpeakerKind::Unknown, speaker.name.is_none());
            }
        }
    }
}
