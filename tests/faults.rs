//! What a machine does to an index: a full disk, a folder that can't be written to, folders and files that vanish or are cut
//! short while they are read, clocks that jump. No panic; an error is one line; the last commit stays.

mod cli_support;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use cli_support::Folder;

fn article(name: &str) -> String {
    format!("“The {name} gate stays shut,” said Orla Fenwick, the harbour warden.\n")
}

fn indexed(articles: usize) -> Folder {
    let folder = Folder::new();
    for number in 0..articles {
        folder.write(&format!("news/{number:03}.txt"), article(&format!("n{number:03}")));
    }
    folder.stdout("index news", 0);
    folder
}

fn count(folder: &Folder) -> usize {
    folder.stdout("search --count --no-group", 0).trim().parse().unwrap()
}

/// Runs a command that must end without a panic; its status and what it said on standard error.
fn run(folder: &Folder, command: &str) -> (i32, String) {
    let output = folder.whosaid(command).env("RUST_BACKTRACE", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for sign in ["panicked at", "unexpectedly"] {
        assert!(!said.contains(sign), "{command}: {said}");
    }
    (output.status.code().unwrap_or_else(|| panic!("{command}: {:?}", output.status)), said)
}

/// A command that must fail with one line.
fn one_line(folder: &Folder, command: &str) -> String {
    let (status, said) = run(folder, command);
    assert_eq!((status, said.lines().count()), (2, 1), "{command}: {said}");
    said
}

/// The program at work beside the test.
fn start(folder: &Folder, arguments: &[&str]) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("whosaid"));
    command.args(arguments).current_dir(folder.path()).env("RUST_BACKTRACE", "1");
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// A disk of its own in memory; gone with the value.
struct Disk(PathBuf);

impl Disk {
    /// `None`, said on standard error, where nothing may be mounted.
    fn of_bytes(bytes: usize, at: PathBuf) -> Option<Disk> {
        fs::create_dir_all(&at).unwrap();
        let mounted = mount(&["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"], &at);
        if !mounted {
            eprintln!("skipped: no disk can be mounted here");
        }
        mounted.then_some(Disk(at))
    }

    fn again(&self, options: &str) -> bool {
        mount(&["-o", &format!("remount,{options}")], &self.0)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let mounted = Command::new("mount").args(arguments).arg(at).stderr(Stdio::null()).status();
    mounted.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_costs_nothing_that_was_committed() {
    let folder = Folder::new();
    let Some(disk) = Disk::of_bytes(1 << 20, folder.path().join("index")) else { return };
    for number in 0..20 {
        folder.write(&format!("news/{number:03}.txt"), article(&format!("n{number:03}")));
    }
    folder.stdout("index news", 0);
    let before = folder.stdout("export", 0);
    // Long titles that can't be packed fill the disk, and are no work to read.
    let mut blog = String::new();
    for number in 0..300_u32 {
        let mut title = String::new();
        for part in 0..100_u32 {
            title.push_str(&blake3::hash(&[number.to_le_bytes(), part.to_le_bytes()].concat()).to_hex());
        }
        let article = serde_json::json!({"id": format!("b{number}"), "title": title, "text": article("blog")});
        blog.push_str(&format!("{article}\n"));
    }
    folder.write("blogs/all.jsonl", &blog);
    for command in ["index blogs", "rebuild", "index", "rebuild --stored"] {
        let (status, said) = run(&folder, command);
        assert_eq!((status, said.lines().filter(|line| line.contains("space")).count()), (2, 1), "{command}: {said}");
        assert_eq!(run(&folder, "check"), (0, String::new()), "{command}");
        let now = folder.stdout("export", 0);
        assert!(before.lines().all(|line| now.contains(line)), "{command}");
    }
    assert!(disk.again("size=200000000"));
    folder.stdout("index", 0);
    assert_eq!(folder.stdout("check", 0), "sound\n");
    let grown = folder.stdout("export", 0);
    folder.stdout("--index fresh index news blogs", 0);
    assert_eq!(folder.stdout("--index fresh export", 0), grown);
}

#[test]
fn an_index_that_cannot_be_written_to_can_be_read() {
    let folder = Folder::new();
    let Some(disk) = Disk::of_bytes(30 << 20, folder.path().join("index")) else { return };
    folder.write("news/a.txt", article("north"));
    folder.write("people.csv", "id,name\norla,Orla Fenwick\n");
    folder.stdout("index news", 0);
    let before = folder.stdout("export", 0);
    // Without its table it is to be read all the same.
    fs::remove_file(folder.path().join("index/gen-1/identities")).unwrap();
    assert!(disk.again("ro"));
    assert_eq!(folder.stdout("export", 0), before);
    assert_eq!(folder.stdout("check", 0), "sound\n");
    for command in ["search gate", "search --verify", "stats", "speakers", "show news/a.txt", "people export"] {
        assert_eq!(run(&folder, command).0, 0, "{command}");
    }
    folder.stdout("snapshot copy", 0);
    assert_eq!(folder.stdout("--index copy export", 0), before);
    folder.write("news/b.txt", article("south"));
    for command in ["index", "rebuild", "rebuild --stored", "people import people.csv", "index --forget news"] {
        assert!(one_line(&folder, command).contains("Read-only"), "{command}");
    }
    assert!(disk.again("rw"));
    folder.stdout("index", 0);
    assert_eq!(count(&folder), 2);
}

#[test]
fn a_folder_that_vanishes_while_it_is_read_takes_nothing_along() {
    let folder = indexed(300);
    let (news, away) = (folder.path().join("news"), folder.path().join("away"));
    for moment in 0..6 {
        let child = start(&folder, &["index", "--verify"]);
        std::thread::sleep(Duration::from_millis(moment * 20));
        fs::rename(&news, &away).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(count(&folder), 300, "moment {moment}: {said}");
        assert_eq!(folder.stdout("check", 0), "sound\n");
        fs::rename(&away, &news).unwrap();
    }
    folder.stdout("index", 0);
    assert_eq!(count(&folder), 300);
}

#[test]
fn an_index_that_vanishes_under_a_writer_is_an_error_or_not_missed() {
    for moment in 0..6 {
        let folder = indexed(60);
        let before = folder.stdout("export", 0);
        folder.write("news/more.txt", article("more"));
        let child = start(&folder, &["rebuild"]);
        std::thread::sleep(Duration::from_millis(moment * 25));
        fs::rename(folder.path().join("index"), folder.path().join("elsewhere")).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 2)), "{:?} {said}", output.status);
        assert!(!said.contains("panicked") && !said.contains("unexpectedly"), "{said}");
        let now = folder.stdout("--index elsewhere export", 0);
        assert!(before.lines().all(|line| now.contains(line)), "moment {moment}: {said}");
        assert_eq!(folder.stdout("--index elsewhere check", 0), "sound\n");
    }
}

#[test]
fn an_article_cut_short_while_it_is_read_ends_nothing() {
    let folder = indexed(2);
    let line = |number: usize| {
        format!("{}\n", serde_json::json!({"id": format!("b{number}"), "text": article(&format!("b{number}"))}))
    };
    let long: String = (0..3000).map(line).collect();
    for moment in 0..4 {
        folder.write("blogs/all.jsonl", &long);
        let child = start(&folder, &["index", "blogs"]);
        std::thread::sleep(Duration::from_millis(moment * 30));
        let file = File::options().write(true).open(folder.path().join("blogs/all.jsonl")).unwrap();
        file.set_len(long.len() as u64 / 3).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(folder.stdout("check", 0), "sound\n");
    }
    folder.stdout("index --prune", 0);
    folder.stdout("--index fresh index news blogs", 0);
    assert_eq!(folder.stdout("export", 0), folder.stdout("--index fresh export", 0));
}

#[test]
fn a_file_of_the_index_cut_short_is_damage_and_mended() {
    let folder = indexed(12);
    let before = folder.stdout("export", 0);
    let index = folder.path().join("index");
    let mut names: Vec<PathBuf> = Vec::new();
    for sub in ["", "gen-1"] {
        for entry in fs::read_dir(index.join(sub)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && fs::metadata(&path).unwrap().len() > 0 {
                names.push(path);
            }
        }
    }
    names.retain(|path| path.file_name().is_some_and(|name| name != "lock"));
    names.sort();
    for (number, path) in names.iter().enumerate() {
        let whole = fs::read(path).unwrap();
        for length in [0, whole.len() / 2, whole.len() - 1] {
            fs::write(path, &whole[..length]).unwrap();
            let what = format!("{length} of {} bytes of {}", whole.len(), path.display());
            let (status, said) = run(&folder, "check");
            assert!(status == 2 && said.contains("damaged"), "{what}: {said}");
            for command in ["search gate", "export", "stats", "speakers"] {
                let (status, said) = run(&folder, command);
                assert!(status == 0 || said.contains("damaged"), "{what}: {command}: {said}");
            }
        }
        if number % 5 == 0 {
            let copy = format!("mended-{number}");
            copy_folder(&index, &folder.path().join(&copy));
            folder.stdout(&format!("--index {copy} rebuild"), 0);
            assert_eq!(folder.stdout(&format!("--index {copy} check"), 0), "sound\n", "{}", path.display());
            assert_eq!(folder.stdout(&format!("--index {copy} export"), 0), before, "{}", path.display());
        }
        fs::write(path, whole).unwrap();
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_folder(&path, &target) } else { fs::copy(&path, target).map(drop).unwrap() }
    }
}

#[test]
fn a_clock_that_jumps_hides_no_change() {
    let folder = Folder::new();
    let now = SystemTime::now();
    let day = Duration::from_secs(86_400);
    let times = [
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - 400 * day,
        now - 20_000 * day,
        now + day,
        now + 20_000 * day,
        now,
    ];
    let write = |file: usize, what: &str, time: SystemTime| {
        let path = format!("news/{file}.txt");
        folder.write(&path, article(what));
        File::options().write(true).open(folder.path().join(path)).unwrap().set_modified(time).unwrap();
    };
    for (file, time) in times.iter().enumerate() {
        write(file, &format!("a{file}"), *time);
    }
    folder.stdout("index news", 0);
    for (round, by) in [1, 3, 4, 2, 5].into_iter().enumerate() {
        for file in 0..times.len() {
            // As long as before, and of another time, be it older or newer.
            write(file, &format!("{}{file}", ["b", "c", "d", "e", "f"][round]), times[(file + by) % times.len()]);
        }
        folder.stdout("index", 0);
        folder.stdout(&format!("--index fresh-{round} index news"), 0);
        assert_eq!(folder.stdout("export", 0), folder.stdout(&format!("--index fresh-{round} export"), 0), "{round}");
    }
    // Of a time to come nothing is proved by a time that stays.
    write(0, "g0", now + 20_000 * day);
    folder.stdout("index", 0);
    write(0, "h0", now + 20_000 * day);
    folder.stdout("index", 0);
    assert!(folder.stdout("export", 0).contains("h0 gate"));
}

#[test]
fn a_snapshot_is_sound_while_others_write() {
    let folder = indexed(60);
    for round in 0..6 {
        folder.write(&format!("news/more-{round}.txt"), article(&format!("more{round}")));
        let arguments: &[&str] = if round % 3 == 2 { &["rebuild"] } else { &["index"] };
        let mut child = start(&folder, arguments);
        let mut copies = 0;
        while child.try_wait().unwrap().is_none() || copies == 0 {
            let copy = format!("copy-{round}-{copies}");
            folder.stdout(&format!("snapshot {copy}"), 0);
            assert_eq!(folder.stdout(&format!("--index {copy} check"), 0), "sound\n");
            let quotes = folder.stdout(&format!("--index {copy} search --count --no-group"), 0);
            let quotes: usize = quotes.trim().parse().unwrap();
            assert!((60 + round..=61 + round).contains(&quotes), "{quotes} in round {round}");
            copies += 1;
        }
        assert!(child.wait().unwrap().success());
    }
    // It is an index of its own: what is done to it or to the first does not show in the other.
    let before = folder.stdout("export", 0);
    folder.stdout("snapshot last", 0);
    folder.write("news/more-0.txt", article("changed"));
    folder.stdout("--index last index", 0);
    folder.stdout("--index last rebuild --stored", 0);
    assert!(folder.stdout("--index last export", 0).contains("changed gate"));
    assert_eq!(folder.stdout("export", 0), before);
    assert_eq!(folder.stdout("check", 0), "sound\n");
    assert!(one_line(&folder, "snapshot last").contains("not empty"));
    assert!(one_line(&folder, "snapshot news").contains("not empty"));
    assert!(one_line(&folder, "--index nowhere snapshot new").contains("no index at nowhere"));
    assert!(!folder.path().join("new").exists());
}
