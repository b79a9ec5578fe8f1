//! Roots and updates: what is taken in, what goes, and above all what must not go.

mod cli_support;

use std::fs;

use cli_support::Folder;

/// One short article with one quotation.
fn article(name: &str) -> String {
    format!("“The {name} gate stays shut,” said Orla Fenwick, the harbour warden.\n")
}

/// A folder `news` of so many articles, indexed.
fn indexed(articles: usize) -> Folder {
    let folder = Folder::new();
    for number in 0..articles {
        folder.write(&format!("news/{number:02}.txt"), article(&format!("n{number:02}")));
    }
    folder.stdout("index news", 0);
    folder
}

/// How many quotes a search for everything finds.
fn count(folder: &Folder) -> usize {
    let output = folder.whosaid("search --count").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// Standard error of an update.
fn update(folder: &Folder, arguments: &str) -> String {
    folder.stderr(&format!("index {arguments}"), 0)
}

#[test]
fn what_is_new_comes_in_what_changed_is_replaced_what_is_gone_goes() {
    let folder = indexed(12);
    folder.write("news/00.txt", article("changed"));
    folder.write("news/new.txt", article("new"));
    fs::remove_file(folder.path().join("news/01.txt")).unwrap();
    update(&folder, "");
    let exported = folder.stdout("export", 0);
    assert!(exported.contains("changed gate") && exported.contains("new gate"));
    assert!(!exported.contains("n00 gate") && !exported.contains("n01 gate"));
    assert_eq!(count(&folder), 12);
}

#[test]
fn an_edit_that_keeps_size_and_time_is_found_by_verify() {
    let folder = indexed(3);
    let path = folder.path().join("news/00.txt");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_500_000_000);
    let set_time = || fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    set_time();
    update(&folder, "");
    folder.write("news/00.txt", article("n99"));
    set_time();
    update(&folder, "");
    assert!(!folder.stdout("export", 0).contains("n99 gate"), "size and time say that nothing changed");
    update(&folder, "--verify");
    assert!(folder.stdout("export", 0).contains("n99 gate"));
}

#[test]
fn an_edit_just_after_the_file_was_read_is_never_missed() {
    let folder = indexed(3);
    for round in 10..15 {
        folder.write("news/00.txt", article(&format!("r{round}")));
        update(&folder, "");
        assert!(folder.stdout("export", 0).contains(&format!("r{round} gate")), "round {round}");
    }
}

#[test]
fn a_root_that_is_not_there_empties_no_index() {
    let folder = indexed(3);
    fs::rename(folder.path().join("news"), folder.path().join("unplugged")).unwrap();
    let said = update(&folder, "");
    assert!(said.contains("news is not there") && said.contains("--forget"), "{said}");
    assert_eq!(count(&folder), 3);
    fs::rename(folder.path().join("unplugged"), folder.path().join("news")).unwrap();
    update(&folder, "");
    assert_eq!(count(&folder), 3);
}

#[test]
fn a_folder_that_is_suddenly_empty_keeps_its_articles_until_told() {
    let folder = Folder::new();
    folder.write("news/mount/a.txt", article("a"));
    for number in 0..20 {
        folder.write(&format!("news/{number}.txt"), article(&format!("n{number}")));
    }
    folder.stdout("index news", 0);
    fs::remove_file(folder.path().join("news/mount/a.txt")).unwrap();
    let said = update(&folder, "");
    assert!(said.contains("suddenly empty") && said.contains("--prune"), "{said}");
    assert_eq!(count(&folder), 21);
    update(&folder, "--prune");
    assert_eq!(count(&folder), 20);
}

#[test]
fn a_folder_that_is_gone_from_one_that_can_be_listed_is_gone() {
    let folder = Folder::new();
    folder.write("news/sub/a.txt", article("a"));
    for number in 0..20 {
        folder.write(&format!("news/{number}.txt"), article(&format!("n{number}")));
    }
    folder.stdout("index news", 0);
    fs::remove_dir_all(folder.path().join("news/sub")).unwrap();
    update(&folder, "");
    assert_eq!(count(&folder), 20);
}

#[test]
fn more_than_a_tenth_goes_only_when_it_is_meant() {
    let folder = indexed(30);
    for number in 0..6 {
        fs::remove_file(folder.path().join(format!("news/{number:02}.txt"))).unwrap();
    }
    folder.write("news/new.txt", article("new"));
    let said = update(&folder, "");
    assert!(said.contains("6 of 30 articles") && said.contains("--prune"), "{said}");
    assert_eq!(count(&folder), 31, "the rest is taken in, nothing is taken out");
    update(&folder, "--prune");
    assert_eq!(count(&folder), 25);
}

#[test]
fn lines_cut_from_a_file_of_many_articles_are_held_back_too() {
    let folder = Folder::new();
    let line =
        |number: usize| format!("{}\n", serde_json::json!({"id": number, "text": article(&format!("n{number}"))}));
    folder.write("news/all.jsonl", (0..30).map(line).collect::<String>());
    folder.stdout("index news", 0);
    folder.write("news/all.jsonl", (0..10).map(line).collect::<String>());
    let said = update(&folder, "");
    assert!(said.contains("20 of 30 articles"), "{said}");
    assert_eq!(count(&folder), 30);
    update(&folder, "");
    assert_eq!(count(&folder), 30, "still held back");
    update(&folder, "--prune");
    assert_eq!(count(&folder), 10);
}

#[test]
fn a_file_that_became_empty_has_no_articles_one_that_cannot_be_read_keeps_them() {
    let folder = indexed(12);
    folder.write("news/00.txt", "");
    update(&folder, "");
    assert_eq!(count(&folder), 11);

    let secret = folder.path().join("news/01.txt");
    fs::remove_file(&secret).unwrap();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &secret).unwrap();
    update(&folder, "");
    assert_eq!(count(&folder), 11, "a link that leads nowhere can't be read now");
}

#[test]
fn several_roots_live_in_one_index_and_a_part_can_be_updated_alone() {
    let folder = indexed(3);
    folder.write("blogs/a.txt", article("blog"));
    folder.write("blogs/sub/b.txt", article("subblog"));
    update(&folder, "blogs");
    assert_eq!(count(&folder), 5);
    folder.write("blogs/sub/b.txt", article("renewed"));
    folder.write("blogs/a.txt", article("unseen"));
    update(&folder, "blogs/sub");
    let exported = folder.stdout("export", 0);
    assert!(exported.contains("renewed gate") && exported.contains("blog gate") && !exported.contains("unseen gate"));
    let stats = folder.stdout("stats", 0);
    assert!(stats.contains("news") && stats.contains("blogs") && !stats.contains("blogs/sub"), "{stats}");
}

#[test]
fn a_root_around_another_leaves_its_folder_to_it() {
    let folder = Folder::new();
    folder.write("all/news/a.txt", article("inner"));
    folder.write("all/b.txt", article("outer"));
    folder.stdout("index all/news", 0);
    let before = folder.stdout("export", 0);
    update(&folder, "all");
    let after = folder.stdout("export", 0);
    assert!(after.contains(before.trim()), "no id changed");
    assert_eq!(after.lines().count(), 2);
}

#[test]
fn a_root_can_be_forgotten() {
    let folder = indexed(3);
    folder.write("blogs/a.txt", article("blog"));
    update(&folder, "blogs");
    update(&folder, "--forget news");
    assert_eq!(count(&folder), 1);
    update(&folder, "");
    assert_eq!(count(&folder), 1, "it does not come back");
    let said = folder.stderr("index --forget news", 2);
    assert!(said.contains("news is not a root of this index"), "{said}");
    update(&folder, "--forget blogs");
    folder.write("corpus/c.txt", article("corpus"));
    folder.stdout("rebuild", 0);
    assert_eq!(folder.stdout("search --count", 1).trim(), "0", "a rebuild adds no folder that nobody gave");
}

#[test]
fn a_root_can_move() {
    let folder = indexed(3);
    let ids = |folder: &Folder| -> Vec<String> {
        let lines = folder.stdout("export", 0);
        let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
        lines.lines().map(id).collect()
    };
    let before = ids(&folder);
    fs::create_dir(folder.path().join("disk")).unwrap();
    fs::rename(folder.path().join("news"), folder.path().join("disk/news")).unwrap();
    update(&folder, "--moved news disk/news");
    update(&folder, "");
    assert_eq!(ids(&folder), before);
    assert!(folder.stdout("export", 0).contains("\"path\":\"disk/news/00.txt\""));
}

#[test]
fn a_folder_of_somebody_else_is_never_written_to() {
    let folder = Folder::new();
    folder.write("news/a.txt", article("a"));
    folder.write("thesis/chapter1.tex", "mine");
    let said = folder.stderr("--index thesis index news", 2);
    assert!(said.contains("thesis is not a whosaid index"), "{said}");
    assert_eq!(fs::read_dir(folder.path().join("thesis")).unwrap().count(), 1);
}

#[test]
fn an_index_inside_the_folder_is_not_read_as_news() {
    let folder = Folder::new();
    folder.write("a.txt", article("a"));
    update(&folder, ".");
    update(&folder, ".");
    assert_eq!(count(&folder), 1);
}

#[test]
fn hidden_unknown_and_excluded_files_are_passed_over() {
    let folder = Folder::new();
    folder.write("news/a.txt", article("a"));
    folder.write("news/.hidden.txt", article("hidden"));
    folder.write("news/.git/b.txt", article("git"));
    folder.write("news/photo.jpeg", article("photo"));
    folder.write("news/drafts/c.txt", article("draft"));
    update(&folder, "news --exclude drafts");
    assert_eq!(count(&folder), 1);
    folder.write("letter.odd", article("odd"));
    update(&folder, "letter.odd");
    assert_eq!(count(&folder), 2, "a file named as PATH is read whatever its name");
}

#[test]
fn the_second_writer_is_told_who_holds_the_lock() {
    let folder = indexed(1);
    let lock = fs::File::options().write(true).open(folder.path().join("index/lock")).unwrap();
    lock.lock().unwrap();
    let said = folder.stderr("index", 2);
    assert!(said.contains("another whosaid is writing to index"), "{said}");
    assert_eq!(count(&folder), 1, "readers are not hindered");
    drop(lock);
    update(&folder, "");
}

#[test]
fn what_is_skipped_is_counted_and_named() {
    let folder = indexed(1);
    folder.write("news/binary.txt", [0u8, 159, 146, 150, 0, 1, 2]);
    folder.write("news/empty.txt", "\n\n");
    folder.write("news/lines.jsonl", format!("{{\"text\": {:?}}}\nnot json\n", article("line")));
    std::os::unix::fs::symlink(folder.path().join("news"), folder.path().join("news/loop")).unwrap();
    let output = folder.whosaid("index -v").assert().code(0).get_output().clone();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    for reason in ["binary.txt: binary", "empty.txt: empty", "lines.jsonl:2: not an article in JSON", "loop: a link"] {
        assert!(said.contains(reason), "{reason} in {said}");
    }
    for count in ["binary", "empty", "broken JSON", "link cycle"] {
        assert!(said.contains(count), "{count} in {said}");
    }
    assert_eq!(count(&folder), 2, "the good line got in");
    let again = folder.whosaid("index").assert().code(0).get_output().clone();
    assert!(String::from_utf8_lossy(&again.stdout).contains("skipped"), "known ones are counted again");
}

#[test]
fn an_article_over_the_limit_is_left_out_by_itself() {
    let folder = Folder::new();
    folder.write("news/long.txt", article("a").repeat(40));
    folder.write("news/short.txt", article("b"));
    let said = folder.whosaid("index news -v --max-article-bytes 1000").assert().code(0).get_output().clone();
    assert!(String::from_utf8_lossy(&said.stderr).contains("--max-article-bytes"));
    assert_eq!(count(&folder), 1);
}

#[test]
fn a_long_article_gets_in_and_one_over_the_default_limit_does_not() {
    let folder = Folder::new();
    // Few words, so that it takes no time.
    let paragraph = "snow".repeat(2500) + "\n\n";
    folder.write("news/report.txt", article("a") + &paragraph.repeat(5 * 1024 * 1024 / paragraph.len() + 1));
    folder.write("news/heap.txt", article("b") + &paragraph.repeat(16 * 1024 * 1024 / paragraph.len() + 1));
    let said = folder.whosaid("index news -v").assert().code(0).get_output().clone();
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains("heap.txt") && !said.contains("report.txt"), "{said}");
    assert_eq!(count(&folder), 1);
}

#[test]
fn a_retired_id_leads_to_where_its_quote_stood() {
    let folder = indexed(3);
    let line = folder.stdout("search n00 --format jsonl", 0);
    let id = serde_json::from_str::<serde_json::Value>(&line).unwrap()["id"].as_str().unwrap().to_owned();
    folder.write("news/00.txt", article("altered"));
    update(&folder, "");
    folder.stdout("rebuild", 0);
    let shown = folder.whosaid(&format!("show {id}")).assert().get_output().clone();
    let text = format!("{}{}", String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
    assert!(text.contains("altered gate"), "{text}");
}

#[test]
fn another_schema_is_refused_with_the_command_that_mends_it() {
    let folder = indexed(2);
    let meta = folder.path().join("index/gen-1/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let schema = format!("\\\"schema\\\":{}", whosaid::index::SCHEMA_VERSION);
    assert!(text.contains(&schema));
    fs::write(&meta, text.replace(&schema, "\\\"schema\\\":999")).unwrap();
    let said = folder.stderr("search gate", 2);
    assert!(said.contains("index schema 999") && said.contains("whosaid rebuild"), "{said}");
    folder.stdout("rebuild", 0);
    assert_eq!(count(&folder), 2);
}

#[test]
fn a_rebuild_drops_no_article_whose_root_cannot_be_reached() {
    let folder = indexed(12);
    folder.write("blogs/a.txt", article("blog"));
    update(&folder, "blogs");
    let before = folder.stdout("export", 0);
    fs::rename(folder.path().join("news"), folder.path().join("unplugged")).unwrap();
    folder.stdout("rebuild", 0);
    assert_eq!(folder.stdout("export", 0), before);
    folder.stdout("rebuild blogs", 0);
    assert_eq!(folder.stdout("export", 0), before);
    folder.stdout("rebuild --stored", 0);
    assert_eq!(folder.stdout("export", 0), before);
    folder.stdout("check", 0);
}

#[test]
fn a_path_inside_a_root_that_nobody_knows_is_an_error() {
    let folder = indexed(3);
    let said = folder.stderr("index news/tpyo", 2);
    assert!(said.contains("news/tpyo: no such file or folder"), "{said}");
    folder.stderr("rebuild news/tpyo", 2);
    fs::remove_file(folder.path().join("news/00.txt")).unwrap();
    update(&folder, "news/00.txt");
    assert_eq!(count(&folder), 2, "one that was known is gone");
    folder.write("news/sub/a.txt", article("a"));
    update(&folder, "news");
    fs::remove_dir_all(folder.path().join("news/sub")).unwrap();
    update(&folder, "news/sub");
    assert_eq!(count(&folder), 2);
}

#[test]
fn a_file_named_as_path_is_read_whatever_its_name_inside_a_root_too() {
    let folder = indexed(3);
    folder.write("news/letter.odd", article("odd"));
    folder.write("news/.draft.txt", article("draft"));
    update(&folder, "news/letter.odd news/.draft.txt");
    assert_eq!(count(&folder), 5);
    update(&folder, "");
    assert_eq!(count(&folder), 5, "and stays");
    folder.stdout("--index fresh index news news/letter.odd news/.draft.txt", 0);
    assert_eq!(folder.stdout("--index fresh export", 0), folder.stdout("export", 0));
}

#[test]
fn a_root_is_not_forgotten_for_another_of_its_name() {
    let folder = Folder::new();
    folder.write("one/news/a.txt", article("one"));
    folder.write("two/news/b.txt", article("two"));
    let index = folder.path().join("index").display().to_string();
    for place in ["one", "two"] {
        let mut command = folder.whosaid(&format!("--index {index} index news"));
        command.current_dir(folder.path().join(place)).assert().code(0);
    }
    folder.stderr("index --forget news", 2);
    folder.write("news/c.txt", article("three"));
    folder.stderr("index --forget news", 2);
    assert_eq!(count(&folder), 2);
    update(&folder, "--forget two/news");
    fs::remove_dir_all(folder.path().join("news")).unwrap();
    update(&folder, "--forget news");
    assert_eq!(count(&folder), 0, "the only one that was given so");
}

#[test]
fn a_link_to_a_disk_that_is_not_there_is_a_root_that_is_not_there() {
    let folder = Folder::new();
    folder.write("disk/news/a.txt", article("a"));
    std::os::unix::fs::symlink(folder.path().join("disk/news"), folder.path().join("news")).unwrap();
    update(&folder, "news");
    fs::rename(folder.path().join("disk"), folder.path().join("unplugged")).unwrap();
    let said = update(&folder, "news");
    assert!(said.contains("news is not there"), "{said}");
    assert_eq!(count(&folder), 1);
}

#[test]
fn a_file_that_moved_keeps_its_name_or_is_not_moved() {
    let folder = Folder::new();
    folder.write("a.txt", article("a"));
    update(&folder, "a.txt");
    fs::rename(folder.path().join("a.txt"), folder.path().join("b.txt")).unwrap();
    let said = folder.stderr("index --moved a.txt b.txt", 2);
    assert!(said.contains("--forget"), "{said}");
}

#[test]
fn a_path_that_is_none_leaves_no_folder_and_no_root_behind() {
    let folder = Folder::new();
    folder.stderr("index nowhere", 2);
    folder.stderr("index", 2);
    folder.stderr("index --exclude [ .", 2);
    folder.stderr("rebuild", 2);
    folder.stderr("index --forget news", 2);
    assert!(!folder.path().join("index").exists());
    folder.write("news/a.txt", article("a"));
    update(&folder, "news");
    folder.write("blogs/b.txt", article("b"));
    folder.stderr("index blogs nowhere", 2);
    assert!(!folder.stdout("stats", 0).contains("blogs"));
}
