//! Word lists: what the stage knows of English before it has read the article.
//!
//! All words are folded (see [`text::fold`](crate::text::fold)) and without a final full stop. `words/common.txt` holds
//! words that newspapers write in lower case, counted; `words/given_names.txt` tells a person from a firm, and never a
//! person's gender.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A list of folded words.
pub(super) type WordList = LazyLock<HashSet<&'static str>>;

macro_rules! word_list {
    ($(#[$doc:meta])* $name:ident = $words:expr) => {
        $(#[$doc])*
        pub(super) static $name: WordList = LazyLock::new(|| $words.split_whitespace().collect());
    };
}

word_list! {
    /// Words that newspapers write in lower case.
    COMMON = include_str!("words/common.txt")
}

word_list! {
    /// Given names of either gender.
    GIVEN_NAMES = include_str!("words/given_names.txt")
}

word_list! {
    /// Words that are never a name on their own, whatever their first letter.
    FUNCTION = "a about above after again against ago all almost along already also although always am amid among an and
        another any anyone anything are around as asked at away back be because been before behind being below beside
        besides between beyond both but by can cannot could despite did do does done down during each either else even
        ever every everyone everything except few first for former from further get had has have having he her here hers
        herself him himself his how however i if in indeed inside instead into is it its itself just last late later least
        less let like likely many may maybe me meanwhile might more moreover most much must my myself near nearly
        neither never nevertheless next no nobody none nor not nothing now of off often on once one only onto or other
        others otherwise our ours ourselves out outside over own per perhaps please rather really said same say says
        second see seven several shall she should since six so some somebody someone something sometimes soon still such
        than that the their theirs them themselves then there therefore these they third this those though three through
        throughout thus till to today together tomorrow tonight too toward towards twice two under unless unlike until up
        upon us very via was we well were what whatever when whenever where whereas wherever whether which while who
        whoever whole whom whose why will with within without would yes yesterday yet you your yours yourself q"
}

word_list! {
    /// Words that come first in a noun phrase and are no part of the name.
    DETERMINERS = "the a an this that these those one another some any each every no his her its their my our your"
}

word_list! {
    /// Words that end the core of a noun phrase.
    PREPOSITIONS = "of in at for from with on to by like including as about into over under against among between near
        during after before behind inside outside within without through across per via than despite since until around
        alongside toward towards throughout"
}

word_list! {
    /// Forms of address and ranks before a person's name.
    TITLES = "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative reps sens gov governor
        president vice secretary minister premier chancellor prime justice judge general gen major maj colonel col
        lieutenant lt captain capt sgt sergeant corporal admiral adm brigadier commander ambassador mayor chairman
        chairwoman chairperson chair king queen prince princess emperor pope rev reverend father sister brother cardinal
        archbishop bishop rabbi imam ayatollah sheikh sheik congressman congresswoman councilman councilwoman councilor
        councillor cllr canon alderman assemblyman assemblywoman attorney speaker commissioner sheriff delegate director
        superintendent inspector detective officer constable deputy del atty spokesman spokeswoman spokesperson ceo cfo
        herr frau monsieur madame mme senor senora baron baroness count countess duke duchess marshal
        comrade treasurer coach editor analyst economist strategist candidate nominee manager leader executive chief
        whip counsel prosecutor solicitor undersecretary consul envoy actor actress author singer pollster"
}

word_list! {
    /// Titles that say nothing of an office, so that they are no role.
    PLAIN_TITLES = "mr mrs ms miss sir dame lord lady dr rev reverend herr frau monsieur madame mme senor senora"
}

word_list! {
    /// Words that go with a title before a name.
    TITLE_MODIFIERS = "former acting deputy assistant associate vice prime attorney press lieutenant major brigadier rear
        first senior junior foreign defense defence finance interior justice trade health education energy labor labour
        executive campaign communications editorial managing communications majority minority house senate state
        republican democratic democrat gop presidential"
}

word_list! {
    /// What follows a name and belongs to it.
    NAME_SUFFIXES = "jr sr ii iii iv"
}

word_list! {
    /// Small words inside a person's name.
    PARTICLES = "van der den von zu zum de la le du del della delle di da do dos das bin bint ibn al el ter ten y abu
        ould ben af av"
}

word_list! {
    /// Words inside the name of a body.
    BODY_WORDS = "inc corp corporation co company companies ltd llc plc ag gmbh sa nv spa group holdings industries
        partners bancorp bank banks bankers trust fund funds foundation institute institution center centre university
        college school academy hospital clinic church museum library theater theatre orchestra league club association
        society federation confederation union unions alliance coalition council committee commission board bureau
        department ministry agency administration authority office service services court senate house congress
        parliament assembly knesset duma bundestag legislature party force forces army navy police guard corps command
        nations organization organisation bloc community times post journal news newspaper magazine gazette tribune
        herald press daily weekly review guardian telegraph observer broadcasting television radio network networks
        media studios pictures entertainment records airlines airways motors electric petroleum oil gas energy mining
        steel chemical pharmaceuticals laboratories systems technologies technology software communications telecom
        international securities exchange insurance capital financial investments investment management consulting
        associates brothers sons research laboratory initiative project campaign caucus pac rights watch action
        airport railway railways transport shipping lines foods stores hotels resorts government treasury reserve
        chamber workers teamsters mineworkers farmers manufacturers intelligence homeland security nato opec
        county partnership register globe examiner chronicle sentinel parenthood amnesty monitor poll data census"
}

word_list! {
    /// Bodies and makers with a name of one word, that most papers mention without saying what they are.
    KNOWN_BODIES = "reuters bloomberg twitter facebook google microsoft apple amazon youtube instagram netflix uber ibm
        intel boeing airbus toyota honda nissan ford volkswagen samsung sony siemens nestle unilever exxon chevron shell
        politico breitbart buzzfeed vox slate salon newsweek huffpost gallup quinnipiac pew rasmussen ipsos yougov nielsen
        politifact factcheck snopes wikileaks wikipedia wikinews xinhua tass interfax kyodo afp ansa dpa irna
        pentagon kremlin vatican congress parliament senate treasury interpol unicef unesco greenpeace oxfam hamas
        hezbollah taliban fatah isis isil nasa nato opec europol eurostat walmart goldman citigroup barclays hsbc
        verizon comcast disney starbucks pfizer moody moodys gop merrill lehman salomon shearson
        drexel prudential"
}

word_list! {
    /// Countries, states, cities, parts of the world.
    PLACES = "afghanistan africa albania algeria america angola argentina armenia asia australia austria azerbaijan
        bahrain bangladesh belarus belgium bolivia bosnia botswana brazil britain bulgaria burma cambodia cameroon canada
        chile china colombia congo croatia cuba cyprus czechoslovakia denmark ecuador egypt england eritrea estonia
        ethiopia europe fiji finland france gabon georgia germany ghana greece guatemala guinea haiti honduras hungary
        iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kuwait
        laos latvia lebanon liberia libya lithuania luxembourg macedonia malawi malaysia mali malta mauritania mexico
        moldova mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway
        oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda scotland
        senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand
        tunisia turkey uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe
        alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana
        iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
        nebraska nevada hampshire mexico carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont
        wisconsin wyoming ontario quebec alberta
        london paris berlin madrid rome moscow beijing tokyo seoul delhi mumbai cairo baghdad tehran damascus beirut
        jerusalem ankara istanbul athens vienna brussels amsterdam geneva zurich stockholm oslo copenhagen helsinki
        warsaw prague budapest kiev kyiv dublin edinburgh glasgow manchester liverpool birmingham york chicago boston
        philadelphia detroit cleveland miami atlanta houston dallas denver phoenix seattle portland francisco angeles
        vegas orleans baltimore pittsburgh toronto montreal vancouver ottawa sydney melbourne canberra manila jakarta
        bangkok hanoi nairobi lagos johannesburg pretoria havana caracas bogota lima santiago brasilia kabul islamabad
        karachi riyadh dubai aleppo gaza kashmir crimea siberia manhattan brooklyn queens bronx hollywood harlem
        jersey zealand lanka arabia leone rico salvador faso rica verde zealand kingdom states emirates calif conn mass pa va md fla ill ind ariz ala ark colo del ga ky la mich minn miss mo
        mont neb nev okla ore tenn tex vt wash wis wyo n.h n.j n.m n.y n.c n.d s.c s.d w.va r.i d.c"
}

word_list! {
    /// Peoples, faiths and parties as adjectives and in the singular; the plural adds an s.
    DEMONYMS = "afghan african albanian algerian american arab argentine asian australian austrian bahraini belgian
        bolivian bosnian brazilian british briton bulgarian canadian chilean chinese colombian croatian cuban cypriot czech
        danish dane dutch ecuadorian egyptian english ethiopian european filipino finnish finn french german ghanaian greek
        haitian hungarian indian indonesian iranian iraqi irish islamic israeli italian jamaican japanese jewish jew
        jordanian kenyan korean kurd kurdish kuwaiti latino latina latin lebanese libyan malaysian mexican moroccan muslim
        nigerian norwegian pakistani palestinian panamanian persian peruvian polish pole portuguese puerto romanian russian
        saudi scottish scot serb serbian slovak somali spanish sudanese swede swedish swiss syrian taiwanese thai tunisian
        turk turkish soviet ugandan ukrainian venezuelan vietnamese welsh western yemeni zimbabwean
        catholic christian protestant evangelical hispanic hindu sikh buddhist mormon sunni shiite shia
        republican democrat democratic conservative liberal labour tory libertarian socialist communist nazi
        californian texan floridian iowan ohioan southern northern eastern californians yorker londoner parisian
        caucasian black white marine"
}

word_list! {
    /// Days and months.
    CALENDAR = "monday tuesday wednesday thursday friday saturday sunday january february april june july
        august september october november december jan feb mar apr aug sept oct nov dec mon tue wed thu fri sat sun
        christmas easter thanksgiving ramadan et gmt est edt pm am"
}

word_list! {
    /// Nouns for one person by office, job or kin; those in -man, -woman, -ist and the like need not stand here.
    ROLES = "president premier minister secretary chancellor governor mayor senator representative congressman delegate
        ambassador envoy diplomat spokesman spokeswoman spokesperson official officer chairman chairwoman chair chief head
        boss director executive ceo cfo founder cofounder co-founder owner manager partner president vice-president
        adviser advisor aide assistant deputy leader nominee candidate contender hopeful challenger front-runner
        frontrunner incumbent rival opponent running-mate mate surrogate supporter critic ally insider operative
        strategist consultant pollster pundit commentator analyst economist expert researcher scientist professor lecturer
        teacher principal student scholar historian author writer novelist poet editor reporter journalist columnist
        correspondent broadcaster host anchor moderator presenter producer blogger photographer filmmaker actor actress
        singer musician artist comedian star celebrity player coach captain trainer athlete lawyer attorney prosecutor
        judge justice sheriff detective inspector commissioner commander general admiral colonel major lieutenant sergeant
        soldier veteran guard marshal policeman doctor surgeon physician nurse psychologist psychiatrist pediatrician
        therapist veterinarian pharmacist engineer architect programmer developer designer contractor builder carpenter
        plumber electrician baker butcher cook chef waiter waitress farmer fisherman miner driver pilot sailor worker
        laborer cashier clerk secretary accountant banker trader broker dealer investor businessman businesswoman
        entrepreneur tycoon mogul billionaire millionaire magnate heir landlord tenant resident voter citizen neighbor
        neighbour villager pastor priest bishop archbishop cardinal pope rabbi imam cleric monk nun king queen prince
        princess duke emperor monarch speaker whip lawmaker legislator politician activist organizer campaigner advocate
        volunteer member counsel counselor counsellor trustee treasurer commissioner superintendent curator librarian
        conductor composer dancer witness victim survivor suspect defendant plaintiff source mother father son daughter
        brother sister husband wife uncle aunt cousin nephew niece grandmother grandfather grandson granddaughter widow
        widower friend colleague girlfriend boyfriend fiancee fiance man woman boy girl person teenager guy lady gentleman
        predecessor successor counterpart informant whistleblower whistle-blower hacker dictator autocrat premier
        negotiator mediator observer inspector investigator auditor regulator fellow graduate alumnus caller narrator
        speechwriter staffer employee employer passenger shopper customer tourist skipper ferryman publisher translator
        interpreter magician gardener barber tailor shepherd smuggler warden jailer clergyman dean rector provost
        chairperson coordinator co-chair co-chairman co-author interviewer interviewee archaeologist midwife forecaster canon committeeman committeewoman titan"
}

word_list! {
    /// Jobs that firms have as well as persons (*sugar producer Tveit & Sons*).
    TRADES_OF_FIRMS = "producer maker manufacturer supplier carrier operator owner retailer publisher broadcaster insurer
        lender broker dealer trader exporter importer refiner brewer distiller automaker carmaker builder developer
        contractor investor partner competitor rival parent processor distributor wholesaler"
}

word_list! {
    /// Endings of nouns for one person.
    PERSON_ENDINGS = "man woman person ist ologist maker keeper holder owner writer worker aire smith"
}

word_list! {
    /// Nouns that show a man.
    MALE_NOUNS = "man boy gentleman guy father son brother husband uncle nephew grandfather grandson widower king prince
        duke emperor actor waiter boyfriend monk priest lord sir mr herr monsieur senor baron spokesman businessman
        congressman policeman councilman assemblyman alderman fisherman ferryman clergyman"
}

word_list! {
    /// Nouns that show a woman.
    FEMALE_NOUNS = "woman girl lady mother daughter sister wife aunt niece grandmother granddaughter widow queen princess
        duchess actress waitress girlfriend nun dame mrs ms miss frau madame mme senora baroness spokeswoman
        businesswoman congresswoman policewoman councilwoman assemblywoman chairwoman"
}

word_list! {
    /// Nouns for a body of people that can speak as one.
    BODY_NOUNS = "company firm corporation corp bank agency ministry department bureau commission committee council board
        panel court tribunal union association federation group organization organisation party government administration
        cabinet parliament congress senate house legislature campaign team newspaper paper magazine network station
        broadcaster website site channel outlet publication chamber exchange university college school institute center
        centre foundation charity think-tank thinktank church office police army military navy force militia embassy
        consulate airline carrier manufacturer automaker maker supplier retailer chain club league syndicate consortium
        subsidiary unit division brokerage fund insurer publisher watchdog regulator authority secretariat delegation
        bloc alliance coalition cartel presidency caucus pac super-pac task-force state city county country nation kingdom
        republic emirate startup start-up studio label orchestra museum hospital airport utility collective movement police chain
        conglomerate institution establishment camp operation industry enforcement officialdom faction population base band
        constellation gang mob opposition"
}

word_list! {
    /// Nouns for what is written and speaks by itself, in the singular; the plural adds an s.
    DOCUMENT_NOUNS = "report study survey poll agreement accord treaty law bill act statute constitution amendment ruling
        verdict judgment judgement opinion statement letter memo memorandum note email e-mail message post tweet article
        story editorial column essay book memoir novel biography indictment complaint lawsuit suit petition filing
        affidavit testimony transcript document paper draft plan proposal resolution communique declaration charter
        contract deal pact text notice advisory warning bulletin press-release release announcement account analysis
        review audit assessment estimate forecast projection data figure statistic record census ranking index average
        video ad advertisement commercial footage clip recording tape documentary film website site page blog headline
        caption sign banner poster slogan leaflet flyer brochure guide manual rule regulation guideline policy order
        decree directive motion platform manifesto speech disclosure questionnaire prospectus invoice log diary polling
        evidence finding result return research literature fact-check check investigation inquiry probe recommendation
        summary outline sheet file dossier script song lyric play map chart graph table list tradition bible torah koran
        scripture clause provision article protocol timeline prediction release piece feature slide presentation database spot"
}

word_list! {
    /// Nouns for several people without a plural s, and words that stand for several.
    PLURAL_WORDS = "people men women children media folks majority minority percent pct some others many most both all
        few several those these them they half third two-thirds three-quarters three-fourths dozens hundreds thousands
        millions public crowd audience press everyone everybody nobody others ones two three four five six seven eight
        nine ten twelve personnel staff clergy electorate public community family couple pair elite establishment youth
        leadership each either neither none more fewer much plenty generation crew jury troops"
}

word_list! {
    /// Words in -s that name one thing.
    SINGULAR_IN_S = "congress press politics news series boss ross us analysis business witness princess actress waitress
        census process headquarters access class status crisis basis campus focus virus bus gas was has is its his this
        statistics economics physics mathematics process address congresss"
}

word_list! {
    /// Verbs that report, in the forms that stand beside a mention.
    REPORTING = "said says say told tells added adds announced announces argued argues asked asks stated states claimed
        claims noted notes explained explains wrote writes insisted warned warns reported reports believes believed
        thinks thought declared denied denies suggested suggests tweeted replied responded continued called quoted quotes
        recalled acknowledged admitted conceded predicted stressed emphasized emphasised observed remarked commented
        concluded confirmed contended complained criticized hopes hoped wants wanted expects expected plans vowed pledged
        promised urged demanded agreed disagreed tells saying adding telling asking noting arguing calling
        read reads shows showed found finds revealed reveals provides provided according joked laughed whispered shouted
        testified alleged accused blamed praised slammed mocked indicated"
}

word_list! {
    /// Auxiliaries and verbs that follow a subject.
    AUXILIARIES = "is was are were be been being has have had will would can could may might must shall should does did do"
}

word_list! {
    /// Nouns that a person's name before them makes into a body (*the Okafor campaign*).
    OWNED_BODIES = "campaign administration government team camp foundation organization office company group presidency
        cabinet operation ministry party committee police"
}

word_list! {
    /// Nouns for a work that its maker's name stands before (*an Okafor poll*).
    MADE_WORKS = "poll survey report study analysis review statement article story account investigation data release
        letter memo average estimate ranking forecast tweet website site post editorial column book memoir essay findings
        results research polling fact-check audit op-ed ad ads video statements announcement database tally count"
}

word_list! {
    /// Nouns for what is in somebody's head or comes out of it.
    OF_MIND = "eyes view views mind opinion words remarks comments speech testimony account tweets argument claim claims
        assertion response answer message email"
}

word_list! {
    /// Offices that an article often gives to a person without saying so beside the name.
    PUBLIC_OFFICES = "president nominee candidate senator governor congressman congresswoman mogul billionaire businessman
        businesswoman front-runner frontrunner hopeful contender minister premier chancellor mayor actor actress
        singer author lawmaker politician leader chairman secretary lady justice hacker speechwriter veteran
        tycoon donor activist"
}

word_list! {
    /// Nouns that a body's name stands before and a person's seldom.
    STAFF_NOUNS = "spokesman spokeswoman official officials executive executives employee employees shares stock analyst
        analysts reporter survey shareholders subsidiary unit users staff headquarters customers workers"
}

word_list! {
    /// Plurals that nobody speaks as: measures, and verbs in -s.
    NO_SPEAKERS = "years months weeks days hours minutes times dollars dlrs percent pct millions votes points things ways
        cts tonnes barrels shares sales prices rates talks negotiations comments remarks issues questions terms
        needs rights plans makes comes goes takes gives gets seems wants"
}

word_list! {
    /// What can be left off the end of a firm’s name.
    FIRM_SUFFIXES = "inc corp corporation co ltd plc ag gmbh sa nv group company companies holdings industries international
        board bank llc limited"
}

word_list! {
    /// Offices with *of* in their title (*secretary of state*): the word behind *of*.
    OF_OFFICES = "state defense defence treasury commerce labor labour agriculture energy education health justice finance
        transportation house staff"
}

word_list! {
    /// Nouns by which an article goes on to speak of a firm or society that it has named.
    FIRM_NOUNS = "company firm bank group organization organisation agency newspaper corporation
        carrier airline network union association"
}

/// Whether `word` (folded) is a noun for one person.
pub(super) fn is_role(word: &str) -> bool {
    if ROLES.contains(word) {
        return true;
    }
    let tail = word.rsplit('-').next().unwrap_or(word);
    if tail.len() < word.len() && ROLES.contains(tail) {
        return true;
    }
    word.len() > 5 && PERSON_ENDINGS.iter().any(|ending| word.ends_with(ending)) && !NO_PERSONS.contains(word)
}

/// Whether `word`, printed with a capital, is a title or job and no surname that ends like one (`Stickman`).
pub(super) fn is_capital_role(word: &str) -> bool {
    let tail = word.rsplit('-').next().unwrap_or(word);
    ROLES.contains(word) || is_role(word) && (COMMON.contains(word) || tail.len() < word.len() && is_known(tail))
}

/// Whether the second part of a hyphened word is a noun of its own, and not the end of a surname (`Okafor-Lindqvist`).
fn is_known(tail: &str) -> bool {
    ROLES.contains(tail) || COMMON.contains(tail)
}

/// The party that `word` (folded) says somebody belongs to, one word for each.
pub(super) fn party(word: &str) -> Option<&'static str> {
    Some(match word {
        "republican" | "republicans" | "gop" => "republican",
        "democrat" | "democratic" | "democrats" => "democrat",
        "conservative" | "tory" => "conservative",
        "labour" => "labour",
        "liberal" => "liberal",
        "socialist" => "socialist",
        "communist" => "communist",
        "libertarian" => "libertarian",
        _ => return None,
    })
}

/// Whether `word` (folded) is made from a verb as one who does it (`refiner`, `questioner`).
pub(super) fn is_agent(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("er").or_else(|| word.strip_suffix("or")).filter(|stem| stem.len() > 2) else {
        return false;
    };
    let single = &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)];
    let doubled = stem.chars().next_back() == single.chars().next_back();
    COMMON.contains(stem) || COMMON.contains(format!("{stem}e").as_str()) || doubled && COMMON.contains(single)
}

/// A role's head without its abbreviation: `sen` → `senator`.
pub(super) fn full_role(word: &str) -> &str {
    match word {
        "sen" | "sens" => "senator",
        "gov" => "governor",
        "rep" | "reps" | "congressman" | "congresswoman" => "representative",
        "dr" => "doctor",
        "prof" => "professor",
        "gen" => "general",
        "maj" => "major",
        "col" => "colonel",
        "lt" => "lieutenant",
        "capt" => "captain",
        "sgt" => "sergeant",
        "adm" => "admiral",
        "cllr" => "councillor",
        "rev" => "reverend",
        "del" => "delegate",
        "lawyer" => "attorney",
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        "ceo" => "executive",
        word => word,
    }
}

/// Offices and jobs that a headline or a lead calls by the wider `word` before it names their holder, as [`full_role`] has them.
pub(super) fn narrower_roles(word: &str) -> &'static [&'static str] {
    match word {
        "lawmaker" | "legislator" => {
            &["senator", "representative", "legislator", "assemblyman", "delegate", "councillor", "member", "mp"]
        }
        "judge" => &["justice"],
        "justice" => &["judge"],
        "doctor" | "physician" | "medic" => &["doctor", "physician", "surgeon", "cardiologist", "specialist"],
        "scientist" | "researcher" | "expert" | "academic" | "scholar" => {
            &["professor", "researcher", "scientist", "economist", "fellow", "analyst", "historian", "director"]
        }
        "aide" | "adviser" | "advisor" | "strategist" => {
            &["adviser", "advisor", "aide", "strategist", "spokesman", "manager", "secretary", "director"]
        }
        "chief" | "boss" | "head" => {
            &["executive", "president", "chairman", "director", "commissioner", "chief", "manager", "secretary"]
        }
        "journalist" | "reporter" => &["reporter", "correspondent", "journalist", "editor", "columnist"],
        "star" => &["actor", "actress", "singer"],
        "cop" | "policeman" | "policewoman" => &["officer", "sergeant", "detective"],
        "mom" | "mum" => &["mother"],
        "dad" => &["father"],
        _ => &[],
    }
}

word_list! {
    /// Words with the ending of a person's noun that name something else.
    NO_PERSONS = "exist consist insist persist resist twist assist german roman human checklist blacklist shortlist mist"
}

/// Whether `word` (folded) stands for several.
pub(super) fn is_plural(word: &str) -> bool {
    if PLURAL_WORDS.contains(word) {
        return true;
    }
    let tail = word.rsplit('-').next().unwrap_or(word);
    if tail.ends_with("men") && tail.len() > 4 && is_role(&format!("{}man", &tail[..tail.len() - 3])) {
        return true;
    }
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("'s")
        && !SINGULAR_IN_S.contains(word)
}

/// `word` in the singular, by its ending.
pub(super) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether `word` (folded) names a people, a faith or a party, in the singular or the plural.
pub(super) fn is_demonym(word: &str) -> bool {
    let tail = word.rsplit('-').next().unwrap_or(word);
    DEMONYMS.contains(tail) || tail.strip_suffix('s').is_some_and(|stem| DEMONYMS.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_and_endings_are_jobs_too() {
        for word in ["baker", "vice-chairman", "oarswoman", "cellist", "clockmaker"] {
            assert!(is_role(word), "{word}");
        }
        for word in ["insist", "bakery", "harbour"] {
            assert!(!is_role(word), "{word}");
        }
    }

    #[test]
    fn several_are_told_from_one() {
        for word in ["residents", "people", "fishermen", "percent"] {
            assert!(is_plural(word), "{word}");
        }
        for word in ["congress", "witness", "resident", "his"] {
            assert!(!is_plural(word), "{word}");
        }
    }

    #[test]
    fn every_list_is_folded() {
        for list in [&COMMON, &GIVEN_NAMES, &TITLES, &PLACES, &DEMONYMS, &ROLES, &BODY_WORDS, &DOCUMENT_NOUNS] {
            for word in list.iter() {
                assert_eq!(*word, crate::text::fold(word));
            }
        }
    }
}
