//! Letters in which the spellings of one name meet.
//!
//! Works on folded words (lower case, no marks on letters). What comes out is for comparing only and never shown.

/// `word` (folded) as all common spellings of it are: `moeller` → `moler`, `zelenskyy` → `zelenski`, `sergey` → `sergei`.
pub(crate) fn sound(word: &str) -> String {
    if let Some(known) = known(word) {
        return known.to_owned();
    }
    let mut letters = word.replace('q', "k").replace("ks", "x").replace("tsch", "ch").replace("tch", "ch");
    for (from, to) in [("oe", "o"), ("ae", "a"), ("ue", "u"), ("dh", "d")] {
        // `Ines Roe`: at the end they are vowels of their own.
        letters = match letters.strip_suffix(from) {
            Some(stem) => format!("{}{from}", stem.replace(from, to)),
            None => letters.replace(from, to),
        };
    }
    let mut single = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    ending(&single)
}

/// One ending for those that transliterate one: `-sky`, `-skiy`, `-skij`; `-ey`, `-ej`; `-off`, `-ov`.
fn ending(word: &str) -> String {
    const ENDINGS: [(&str, &str); 12] = [
        ("skiy", "ski"),
        ("skij", "ski"),
        ("skyi", "ski"),
        ("sky", "ski"),
        ("iy", "i"),
        ("yi", "i"),
        ("ij", "i"),
        ("ey", "ei"),
        ("ej", "ei"),
        ("of", "ov"),
        ("ef", "ev"),
        ("y", "i"),
    ];
    for (from, to) in ENDINGS {
        if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.chars().count() >= 2) {
            return format!("{stem}{to}");
        }
    }
    word.to_owned()
}

/// Names that are written in more ways than rules tell.
fn known(word: &str) -> Option<&'static str> {
    Some(match word {
        "mohammed" | "mohamed" | "muhammad" | "mohammad" | "muhammed" | "mohamad" | "mahomed" => "muhamad",
        "hussein" | "hussain" | "husain" | "husayn" | "husein" | "husseyn" => "husein",
        "ahmed" | "ahmad" | "achmed" => "ahmad",
        "yousef" | "yusuf" | "youssef" | "yousuf" | "yusef" | "yussuf" => "yusuf",
        "abdul" | "abdel" | "abdal" => "abdul",
        "osama" | "usama" | "ousama" => "usama",
        "omar" | "umar" | "omer" => "umar",
        "khaled" | "khalid" => "khalid",
        "saeed" | "said" | "saied" | "sayeed" => "said",
        "jamal" | "gamal" | "jamaal" => "jamal",
        "faisal" | "faysal" | "feisal" => "faisal",
        "mustafa" | "mostafa" | "moustafa" => "mustafa",
        "gaddafi" | "qaddafi" | "gadhafi" | "kadhafi" | "gadafi" | "kadafi" | "qadhafi" => "kadafi",
        "alexander" | "aleksandr" | "alexandr" | "aleksander" | "alexandre" => "alexander",
        "yevgeny" | "evgeny" | "yevgeni" | "evgeni" | "yevgeniy" | "evgeniy" => "evgeni",
        "yeltsin" | "eltsin" | "jelzin" => "eltsin",
        "yuri" | "yuriy" | "iurii" | "yury" | "juri" => "yuri",
        "mikhail" | "michail" | "mikhael" => "mikhail",
        "alexei" | "aleksei" | "alexey" | "aleksey" | "alexej" => "alexei",
        "catherine" | "katherine" | "kathryn" | "katharine" | "cathryn" => "katherine",
        "geoffrey" | "jeffrey" | "jeffery" => "jeffrey",
        "steven" | "stephen" => "steven",
        "sarah" | "sara" => "sara",
        "marc" | "mark" => "mark",
        "eric" | "erik" => "eric",
        "philip" | "phillip" => "philip",
        "alan" | "allan" | "allen" => "alan",
        _ => return None,
    })
}

/// Given names that `name` (folded) is a short form of, as everybody uses it.
pub(super) fn long_forms(name: &str) -> &'static [&'static str] {
    match name {
        "bob" | "bobby" | "rob" | "robbie" => &["robert"],
        "bill" | "billy" | "will" | "willie" => &["william"],
        "jim" | "jimmy" | "jamie" => &["james"],
        "joe" | "joey" => &["joseph"],
        "mike" | "mickey" => &["michael"],
        "tom" | "tommy" => &["thomas"],
        "dave" => &["david"],
        "steve" => &["steven", "stephen"],
        "chris" => &["christopher", "christine", "christina"],
        "dan" | "danny" => &["daniel"],
        "ben" => &["benjamin"],
        "len" | "lenny" => &["leonard"],
        "rudy" => &["rudolph"],
        "ed" | "eddie" => &["edward", "edwin", "edgar"],
        "ted" | "teddy" => &["edward", "theodore"],
        "jeff" => &["jeffrey", "geoffrey"],
        "greg" => &["gregory"],
        "ken" | "kenny" => &["kenneth"],
        "larry" => &["lawrence", "laurence"],
        "rick" | "dick" | "rich" | "richie" => &["richard"],
        "tony" => &["anthony", "antonio"],
        "andy" | "drew" => &["andrew"],
        "matt" => &["matthew"],
        "pat" => &["patrick", "patricia"],
        "sam" => &["samuel", "samantha"],
        "tim" => &["timothy"],
        "jon" | "jonny" => &["jonathan"],
        "jack" | "johnny" => &["john"],
        "josh" => &["joshua"],
        "nick" => &["nicholas", "nicolas"],
        "ron" | "ronnie" => &["ronald"],
        "don" | "donnie" => &["donald"],
        "ray" => &["raymond"],
        "fred" | "freddie" => &["frederick", "alfred"],
        "charlie" | "chuck" => &["charles"],
        "alex" => &["alexander", "alexandra"],
        "gabe" => &["gabriel"],
        "nate" => &["nathan", "nathaniel"],
        "zach" | "zack" => &["zachary"],
        "abe" => &["abraham"],
        "gene" => &["eugene"],
        "hank" | "harry" => &["henry"],
        "liz" | "beth" | "betty" | "eliza" | "lizzie" | "betsy" => &["elizabeth"],
        "kate" | "kathy" | "katie" | "cathy" => &["katherine", "catherine", "kathryn", "kathleen"],
        "debbie" | "deb" => &["deborah", "debra"],
        "sue" | "susie" => &["susan", "suzanne"],
        "peggy" | "maggie" | "meg" => &["margaret"],
        "cindy" => &["cynthia"],
        "jenny" | "jen" => &["jennifer"],
        "pam" => &["pamela"],
        "patty" | "patti" | "trish" => &["patricia"],
        "sandy" => &["sandra", "alexander"],
        "becky" => &["rebecca"],
        "barb" | "barbie" => &["barbara"],
        "vicky" | "vicki" => &["victoria"],
        "molly" => &["mary"],
        "nell" | "nellie" => &["helen", "eleanor"],
        "bernie" => &["bernard"],
        "mitch" => &["mitchell"],
        "walt" => &["walter"],
        "phil" => &["philip", "phillip"],
        "doug" => &["douglas"],
        "stan" => &["stanley"],
        "vince" => &["vincent"],
        "russ" => &["russell"],
        "al" => &["albert", "alan", "alfred"],
        "gerry" | "jerry" => &["gerald", "jerome"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for names in [
            ["moller", "moeller"],
            ["zelensky", "zelenskyy"],
            ["zelenskiy", "zelenski"],
            ["sergey", "sergei"],
            ["mohammed", "muhammad"],
            ["smirnoff", "smirnov"],
            ["dmitri", "dmitry"],
            ["hassan", "hasan"],
            ["aleksandr", "alexander"],
        ] {
            assert_eq!(sound(names[0]), sound(names[1]), "{names:?}");
        }
    }

    #[test]
    fn other_names_stay_apart() {
        for names in [["roe", "ro"], ["miller", "moller"], ["brandt", "brand"], ["marsh", "march"], ["lund", "land"]] {
            assert_ne!(sound(names[0]), sound(names[1]), "{names:?}");
        }
    }
}
