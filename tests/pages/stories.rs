//! What the pages say: stories about invented people.

/// A part of a story.
pub enum Part {
    Paragraph(&'static str),
    Heading(&'static str),
    Quotation(&'static str),
}

use Part::{Heading, Paragraph, Quotation};

/// A story, and what a page says about it.
pub struct Story {
    pub title: &'static str,
    pub author: &'static str,
    /// Year, month, day.
    pub date: (i16, i8, i8),
    pub parts: &'static [Part],
}

pub const STORIES: [Story; 3] = [
    Story {
        title: "Ferry to stop in June as the harbour runs out of calm weather",
        author: "Ada Quayle",
        date: (2023, 5, 17),
        parts: &[
            Paragraph(
                "The ferry that has linked Lowmark with the outer islands since 1911 will make its last crossing on 30 June, the harbour board said on Wednesday, after a winter in which it sailed on fewer than half of its days.",
            ),
            Paragraph(
                "“A ferry is not a favour to commuters, it is a road that happens to be wet,” said Ines Okafor-Rask, who chairs the board. “But a road that is closed every second day is not a road either.”",
            ),
            Paragraph(
                "Around 340 people use the crossing on a working day. Most of them live on Great Hallow, where the school lost its own sixth form nine years ago and where the nearest dentist keeps a boat.",
            ),
            Heading("No plan for the autumn"),
            Paragraph(
                "The board has asked three shipyards for prices of a larger vessel. None can deliver before the spring after next, and the cheapest costs four times what the board has put aside.",
            ),
            Paragraph(
                "Bram Tolley, who has captained the present ship for 22 years, said he had warned of this. “I told them in every report since 2015 that the hull would last longer than the weather,” he said.",
            ),
            Quotation("“You can repair a ship. You cannot repair a sea that has changed its mind.”"),
            Paragraph(
                "Shopkeepers on the island fear for the summer. Wilhelmina Sand, who runs the bakery by the pier, said that two of her three ovens would stay cold if the day visitors did not come, and that she had already told one apprentice to look elsewhere.",
            ),
            Paragraph(
                "The county denied that it had been asked for money. A spokesman, Piet Onwudiwe, said the county “learned of the board’s decision from the radio, like everyone else”.",
            ),
            Paragraph(
                "A public meeting will be held in the fish hall next Tuesday at seven. The board said it would answer every question, but that it would not change the date.",
            ),
        ],
    },
    Story {
        title: "Museum finds lost map of the Sound in a drawer of bus tickets",
        author: "Tobias Vennegaard",
        date: (2021, 11, 4),
        parts: &[
            Paragraph(
                "For sixty years the oldest map of the Sound was thought to have burned with the customs house. On Thursday the town museum of Saltmere showed it to the public, a little stained, and smelling faintly of peppermint.",
            ),
            Paragraph(
                "It had lain in the lowest drawer of a cabinet that the museum was given in 1974, under some four thousand bus tickets. “Nobody looks under bus tickets,” said Hedda Marchetti, the archivist who did.",
            ),
            Paragraph(
                "The map was drawn in 1688 by a pilot called Josse Lindqvist, of whom little else is known. It shows depths in fathoms, three wrecks, and an island that is not there any more.",
            ),
            Paragraph(
                "Historians had quarrelled for decades over whether that island was a mistake. The map settles the matter, according to Professor Ruth Amadi of the maritime institute, because it gives the island a well, a landing stage and eleven households by name.",
            ),
            Quotation(
                "“People do not make up a well. They make up treasure, and monsters, and straits that lead to China.”",
            ),
            Heading("A cabinet with a history"),
            Paragraph(
                "The cabinet came from the estate of a tram conductor. How the map reached him is not clear. His granddaughter, Oda Prince, told the museum that he used to say he owned the sea, and that the family had taken it for a joke.",
            ),
            Paragraph(
                "The museum’s director, Felix Achterberg, said that the other cabinets would now be searched as well. He did not expect more maps. “I expect bus tickets,” he said, “but I shall read them.”",
            ),
            Paragraph(
                "The map can be seen until the end of February, for no more than two hours a day, since light would harm the ink. A copy, in its full size, hangs in the hall and may be touched.",
            ),
        ],
    },
    Story {
        title: "Council votes to let the night market stay",
        author: "Noor Halvorsen",
        date: (2022, 8, 23),
        parts: &[
            Paragraph(
                "After a debate of five hours, Northgate’s council voted by 19 to 16 on Tuesday to let the night market on Cutler Street trade for another three years, though not later than one in the morning.",
            ),
            Paragraph(
                "The vote ends, for now, a dispute that began when residents of a new building complained of smoke, music and what one of them called “an honest smell of onions at an hour when nobody is honest”.",
            ),
            Paragraph(
                "Mayor Dagny Ferreira, who had said she would abstain, voted in favour. “This town has two things that people cross the county for,” she said, “and the other one is the hospital.”",
            ),
            Paragraph(
                "Under the compromise, stalls must move their grills to the river side, and the town will pay for filters. The cost, put at 86,000 crowns, will come from the fund for street lighting, which was not fully spent last year.",
            ),
            Heading("Residents consider an appeal"),
            Paragraph(
                "Ulrich Bose, who speaks for the residents, said that they were disappointed and would study the decision. He did not rule out going to court, but added that several of his neighbours had eaten at the market on their way to the meeting.",
            ),
            Quotation(
                "“We never wanted it closed. We wanted it closed earlier, which is not the same thing, whatever you print.”",
            ),
            Paragraph(
                "Stallholders were relieved. Amina Castellanos has sold dumplings on Cutler Street since the market opened with six tables in 2009. She said she had not slept for two nights, and would not sleep that night either, because it was a market night.",
            ),
            Paragraph(
                "Councillor Theo Marsh, who voted against, argued that rules which were not kept in the past would not be kept in the future. The police, he said, had counted forty breaches since January; the police confirmed the number on request.",
            ),
        ],
    },
];
