#![no_main]

// Panics of other people's parsers are caught and cost one article; the fuzzer itself notices those that are not.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| whosaid_fuzz::corrections(data));
