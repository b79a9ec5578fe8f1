//! What keys show of a person besides the name, and when that speaks for two persons or for one.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::speakers::lexicon::{DEMONYMS, party};
use crate::speakers::{Gender, SpeakerKey};

/// Decades between two articles from which on one name is two persons', unless something tells that it is one.
const DECADES_APART: i32 = 3;

/// Letters that two words for one place share at their beginning (*Iran*, *Iranian*).
const SHARED_LETTERS: usize = 4;

/// What the keys of one person, as far as they are known to be one, show together.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traits {
    /// Keys that show a man, a woman.
    men: usize,
    women: usize,
    /// Keys that name a job or a place.
    telling: usize,
    /// First years of the articles' decades.
    decades: BTreeSet<i32>,
    /// Walks of life, a bit each.
    walks: u32,
    /// Heads of roles that say what somebody does.
    heads: BTreeSet<String>,
    /// Words of places and bodies named with a role.
    places: BTreeSet<String>,
    /// Head and place of roles that one place has one or few of.
    posts: BTreeSet<(String, String)>,
}

/// Walks of life; a person is of one or of some that go together.
#[derive(Clone, Copy)]
enum Walk {
    Politics,
    Law,
    Force,
    Office,
    Business,
    Media,
    Science,
    Medicine,
    Faith,
    Arts,
    Sport,
    Trade,
    School,
}

/// Walks between which people hardly pass, or not so that one name tells it.
const CLASHES: [(Walk, &[Walk]); 5] = [
    (
        Walk::Sport,
        &[
            Walk::Politics,
            Walk::Law,
            Walk::Force,
            Walk::Office,
            Walk::Business,
            Walk::Science,
            Walk::Medicine,
            Walk::Faith,
            Walk::Arts,
            Walk::Trade,
            Walk::School,
        ],
    ),
    (
        Walk::Faith,
        &[Walk::Law, Walk::Force, Walk::Office, Walk::Business, Walk::Medicine, Walk::Arts, Walk::Trade, Walk::School],
    ),
    (
        Walk::Trade,
        &[
            Walk::Politics,
            Walk::Law,
            Walk::Force,
            Walk::Office,
            Walk::Business,
            Walk::Media,
            Walk::Science,
            Walk::Medicine,
            Walk::Arts,
            Walk::School,
        ],
    ),
    (Walk::Arts, &[Walk::Politics, Walk::Law, Walk::Force, Walk::Office, Walk::Science, Walk::Medicine, Walk::School]),
    (
        Walk::Medicine,
        &[Walk::Politics, Walk::Law, Walk::Force, Walk::Office, Walk::Business, Walk::Media, Walk::School],
    ),
];

/// Walks in which two different heads are two persons'.
const ONE_TRADE_EACH: u32 = 1 << Walk::Trade as u32;

const POLITICS: &str = " president premier minister governor mayor senator representative delegate congressman congresswoman \
     councillor councilman councilwoman alderman lawmaker legislator politician nominee candidate contender challenger \
     chancellor ambassador envoy diplomat mp deputy whip commissioner assemblyman assemblywoman secretary speaker \
     incumbent frontrunner front-runner ";
const LAW: &str = " judge justice attorney solicitor barrister prosecutor magistrate counsel jurist notary ";
const FORCE: &str = " general colonel major lieutenant sergeant admiral captain soldier officer detective inspector constable \
     sheriff policeman policewoman marshal commander superintendent corporal private airman guard warden firefighter ";
const OFFICE: &str = " spokesman spokeswoman spokesperson director chairman treasurer official adviser advisor aide strategist \
     consultant coordinator staffer administrator clerk ";
const BUSINESS: &str = " executive ceo cfo banker trader broker economist analyst investor businessman businesswoman entrepreneur \
     developer mogul tycoon financier accountant founder owner magnate billionaire ";
const MEDIA: &str = " reporter journalist editor columnist correspondent broadcaster anchor anchorman host presenter blogger \
     commentator pundit moderator publisher ";
const SCIENCE: &str = " professor scientist researcher lecturer scholar historian physicist chemist biologist geologist \
     archaeologist sociologist psychologist statistician mathematician astronomer engineer ecologist \
     climatologist meteorologist glaciologist botanist ";
const MEDICINE: &str = " surgeon physician nurse psychiatrist pediatrician paediatrician therapist dentist midwife paramedic \
     cardiologist pharmacist veterinarian radiologist oncologist ";
const FAITH: &str = " bishop archbishop pastor priest reverend imam rabbi vicar cardinal pope monk nun deacon \
     cleric chaplain preacher ";
const ARTS: &str = " actor actress singer musician poet novelist painter sculptor composer conductor dancer filmmaker comedian \
     rapper pianist violinist cellist guitarist drummer playwright illustrator choreographer photographer artist soprano tenor ";
const SPORT: &str = " player coach goalkeeper striker winger midfielder defender forward footballer cricketer golfer swimmer \
     sprinter runner boxer pitcher quarterback athlete jockey cyclist rower skier batsman bowler \
     keeper referee umpire wrestler gymnast catcher shortstop linebacker goalie centre-back hurdler ";
const TRADE: &str = " farmer fisherman plumber baker butcher carpenter electrician driver miner builder mason cook chef waiter \
     waitress bartender barber hairdresser gardener tailor shepherd ferryman skipper cashier mechanic welder joiner \
     shopkeeper grocer cobbler roofer beekeeper clockmaker shoemaker bookseller potter brewer blacksmith glazier janitor \
     cleaner trucker trawlerman innkeeper publican florist ";
const SCHOOL: &str =
    " teacher student pupil schoolboy schoolgirl principal headteacher headmaster headmistress undergraduate ";

/// Roles that a place has one or few of, or that only somebody of one place is told by.
const LOCAL: &str = " mayor governor sheriff bishop archbishop councillor councilman councilwoman resident vicar pastor priest \
     rector imam rabbi headteacher headmaster headmistress principal teacher student pupil farmer baker ";

/// Heads that say who somebody is to somebody else, or nothing.
const TELLS_NOTHING: &str = " man woman boy girl father mother son daughter brother sister husband wife uncle aunt cousin nephew \
     niece grandmother grandfather widow widower friend colleague neighbor neighbour supporter critic ally member leader \
     head chief boss star celebrity author writer expert veteran resident voter witness victim native person guy fellow \
     rival opponent mr mrs ms miss sir dame ";

fn walk(head: &str) -> Option<Walk> {
    let lists = [
        (Walk::Politics, POLITICS),
        (Walk::Law, LAW),
        (Walk::Force, FORCE),
        (Walk::Office, OFFICE),
        (Walk::Business, BUSINESS),
        (Walk::Media, MEDIA),
        (Walk::Science, SCIENCE),
        (Walk::Medicine, MEDICINE),
        (Walk::Faith, FAITH),
        (Walk::Arts, ARTS),
        (Walk::Sport, SPORT),
        (Walk::Trade, TRADE),
        (Walk::School, SCHOOL),
    ];
    let listed = |word: &str| {
        let word = format!(" {word} ");
        lists.into_iter().find(|(_, list)| list.contains(&word)).map(|(walk, _)| walk)
    };
    // `vice president`, `co-founder`: the last word tells.
    listed(head).or_else(|| listed(head.rsplit([' ', '-']).next().unwrap_or(head)))
}

impl Traits {
    /// What one key shows.
    pub fn of(key: &SpeakerKey) -> Traits {
        let head = key.role_head.as_str();
        let mut traits = Traits {
            men: usize::from(key.gender == Some(Gender::Male)),
            women: usize::from(key.gender == Some(Gender::Female)),
            telling: usize::from(!head.is_empty() || !key.place.is_empty()),
            decades: key.decade.strip_suffix('s').and_then(|year| year.parse().ok()).into_iter().collect(),
            ..Traits::default()
        };
        // A party is no place.
        let words = key.place.split(' ').filter(|word| word.len() > 2 && party(word).is_none());
        let place: Vec<&str> = words.collect();
        traits.places.extend(place.iter().map(|word| (*word).to_owned()));
        if head.is_empty() || head.starts_with("ex-") {
            return traits;
        }
        traits.walks = walk(head).map_or(0, |walk| 1 << walk as u32);
        if !TELLS_NOTHING.contains(&format!(" {head} ")) {
            traits.heads.insert(head.replace('-', ""));
        }
        let is_place = !place.is_empty() && !place.iter().any(|word| DEMONYMS.contains(word));
        if is_place && LOCAL.contains(&format!(" {head} ")) {
            traits.posts.insert((head.to_owned(), place.join(" ")));
        }
        traits
    }

    /// What of one key could tell two persons of one name but the time: keys that differ in places alone are one.
    pub fn outline(&self) -> Traits {
        Traits { decades: BTreeSet::new(), places: BTreeSet::new(), ..self.clone() }
    }

    /// The first year of the first decade.
    pub fn first_decade(&self) -> Option<i32> {
        self.decades.first().copied()
    }

    /// Takes in what more keys show.
    pub fn add(&mut self, other: &Traits) {
        self.men += other.men;
        self.women += other.women;
        self.telling += other.telling;
        self.decades.extend(&other.decades);
        self.walks |= other.walks;
        self.heads.extend(other.heads.iter().cloned());
        self.places.extend(other.places.iter().cloned());
        self.posts.extend(other.posts.iter().cloned());
    }

    /// Whether both name one job or one place: something that speaks for one person.
    pub fn has_in_common(&self, other: &Traits) -> bool {
        self.shares_head(other) || self.shares_place(other)
    }

    /// Whether both name one job.
    pub fn shares_head(&self, other: &Traits) -> bool {
        !self.heads.is_disjoint(&other.heads)
    }

    /// Whether both name one office of politics, of which there are few.
    fn shares_office(&self, other: &Traits) -> bool {
        self.heads.intersection(&other.heads).any(|head| matches!(walk(head), Some(Walk::Politics)))
    }

    /// Whether a job is known.
    pub fn has_head(&self) -> bool {
        !self.heads.is_empty()
    }

    fn shares_place(&self, other: &Traits) -> bool {
        self.places.iter().any(|one| other.places.iter().any(|two| is_one_place(one, two)))
    }

    /// Why these can't be one person's; `None` where nothing speaks against it.
    pub fn clash(&self, other: &Traits) -> Option<Clash> {
        // One name in one office, or in one job at one place: a slip of the pen is likelier than two persons.
        let is_slip = self.shares_head(other) && (self.shares_place(other) || self.shares_office(other));
        if !is_slip && self.gender().is_some_and(|one| other.gender().is_some_and(|two| one != two)) {
            return Some(Clash::Gender);
        }
        if self.decades_apart(other) && !(self.shares_place(other) && self.shares_head(other)) {
            return Some(Clash::Decades);
        }
        if self.posts_clash(other) {
            return Some(Clash::Places);
        }
        if self.walks_clash(other) && !self.shares_head(other) {
            return Some(Clash::Roles);
        }
        None
    }

    /// The gender that most keys show.
    fn gender(&self) -> Option<Gender> {
        match self.men.cmp(&self.women) {
            Ordering::Greater => Some(Gender::Male),
            Ordering::Less => Some(Gender::Female),
            Ordering::Equal => None,
        }
    }

    /// How many keys name a job or a place: how much is known of somebody.
    pub fn telling(&self) -> usize {
        self.telling
    }

    fn decades_apart(&self, other: &Traits) -> bool {
        let distances = self.decades.iter().flat_map(|one| other.decades.iter().map(move |two| (one - two).abs() / 10));
        distances.min().is_some_and(|least| least >= DECADES_APART)
    }

    /// Whether they hold the same post in different places and share none.
    fn posts_clash(&self, other: &Traits) -> bool {
        let mut is_apart = false;
        for (head, place) in &self.posts {
            for (other_head, other_place) in other.posts.iter().filter(|(other_head, _)| other_head == head) {
                debug_assert_eq!(head, other_head);
                let meets = place.split(' ').any(|one| other_place.split(' ').any(|two| is_one_place(one, two)));
                if meets {
                    return false;
                }
                is_apart = true;
            }
        }
        is_apart
    }

    fn walks_clash(&self, other: &Traits) -> bool {
        if self.walks == 0 || other.walks == 0 {
            return false;
        }
        let shared = self.walks & other.walks;
        if shared != 0 {
            // A plumber is no baker.
            return self.walks == ONE_TRADE_EACH && other.walks == ONE_TRADE_EACH && !self.shares_place(other);
        }
        let of = |walks: u32, walk: Walk| walks & (1 << walk as u32) != 0;
        let pair = |one: u32, two: u32| {
            CLASHES.iter().any(|(walk, others)| of(one, *walk) && others.iter().any(|other| of(two, *other)))
        };
        pair(self.walks, other.walks) || pair(other.walks, self.walks)
    }
}

/// What speaks against one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// He here, she there.
    Gender,
    /// Thirty years and more between the articles.
    Decades,
    /// The same office in another place.
    Places,
    /// Jobs that do not go together.
    Roles,
}

fn is_one_place(one: &str, two: &str) -> bool {
    let shared = one.bytes().zip(two.bytes()).take_while(|(one, two)| one == two).count();
    one == two || shared >= SHARED_LETTERS && shared + 4 >= one.len().max(two.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::SpeakerKind;

    fn traits(gender: &str, head: &str, place: &str, decade: &str) -> Traits {
        let text = format!("pia osei\u{1f}person\u{1f}{gender}\u{1f}{head}\u{1f}{place}\u{1f}{decade}");
        let key = SpeakerKey::parse(&text).expect("a key");
        assert_eq!(key.kind, SpeakerKind::Person);
        Traits::of(&key)
    }

    fn clash(one: [&str; 4], two: [&str; 4]) -> Option<Clash> {
        let [one, two] = [one, two].map(|[gender, head, place, decade]| traits(gender, head, place, decade));
        assert_eq!(one.clash(&two), two.clash(&one));
        one.clash(&two)
    }

    #[test]
    fn what_speaks_against_one_person() {
        assert_eq!(clash(["m", "", "", ""], ["f", "", "", ""]), Some(Clash::Gender));
        assert_eq!(clash(["", "", "", "1980s"], ["", "", "", "2010s"]), Some(Clash::Decades));
        assert_eq!(clash(["", "mayor", "lund", ""], ["", "mayor", "tveit", ""]), Some(Clash::Places));
        assert_eq!(clash(["", "goalkeeper", "", ""], ["", "minister", "", ""]), Some(Clash::Roles));
        assert_eq!(clash(["", "plumber", "", ""], ["", "baker", "", ""]), Some(Clash::Roles));
    }

    #[test]
    fn what_does_not() {
        assert_eq!(clash(["m", "", "", ""], ["", "", "", "2010s"]), None);
        assert_eq!(clash(["", "", "", "1990s"], ["", "", "", "2010s"]), None);
        assert_eq!(clash(["", "senator", "", ""], ["", "president", "", ""]), None);
        assert_eq!(clash(["", "minister", "iranian foreign ministry", ""], ["", "minister", "iran", ""]), None);
        assert_eq!(clash(["", "attorney", "", ""], ["", "senator", "", ""]), None);
    }
}
