//! Small files in the formats that need a program to write them.

use std::io::{Read, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// As HTTP calls it `deflate`.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// As many servers send it for `deflate`.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorReader::new(bytes, 4096, 5, 20).read_to_end(&mut packed).unwrap();
    packed
}

/// A `.zip` archive, deflated.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut list = Vec::new();
    for (name, bytes) in members {
        let packed = deflate(bytes);
        let mut about = Vec::new();
        // Version, flags, method, time and day, checksum, sizes, length of the name, none of extra fields.
        for number in [20u16, 0x800, 8, 0, 0x21] {
            about.extend(number.to_le_bytes());
        }
        for number in [crc32fast::hash(bytes), packed.len() as u32, bytes.len() as u32] {
            about.extend(number.to_le_bytes());
        }
        about.extend((name.len() as u16).to_le_bytes());
        about.extend(0u16.to_le_bytes());
        let start = archive.len() as u32;
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        list.extend(b"PK\x01\x02");
        list.extend(20u16.to_le_bytes());
        list.extend(&about);
        // No comment, first disk, no attributes.
        list.extend([0; 10]);
        list.extend(start.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let start = archive.len() as u32;
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        archive.extend((members.len() as u16).to_le_bytes());
    }
    archive.extend((list.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// A `.tar` archive; paths are written as they are, whatever they lead to.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// A Parquet file of one article with `text`, its columns packed so.
pub fn parquet(text: &str, packing: parquet::basic::Compression) -> Vec<u8> {
    let schema =
        "message schema { REQUIRED BYTE_ARRAY id (UTF8); REQUIRED BYTE_ARRAY title (UTF8); REQUIRED INT32 date (DATE);
        REQUIRED group author (LIST) { REPEATED group list { REQUIRED BYTE_ARRAY element (UTF8); } }
        REQUIRED INT32 mood; REQUIRED BYTE_ARRAY text (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = Vec::new();
    let properties = WriterProperties::builder().set_compression(packing).build();
    let mut writer = SerializedFileWriter::new(&mut file, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = [vec!["p1"], vec!["Bridge"], vec![], vec!["Ada Quayle", "Bo Rask"], vec![], vec![text]];
    for values in texts {
        let mut column = group.next_column().unwrap().unwrap();
        if values.is_empty() {
            // 3 March 2021, in days since 1970; of the mood it does not matter.
            column.typed::<Int32Type>().write_batch(&[18_689], None, None).unwrap();
        } else {
            let repeats: Vec<i16> = (0..values.len()).map(|number| i16::from(number > 0)).collect();
            let defined = vec![1; values.len()];
            let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
            let levels = values.len() > 1;
            let (defined, repeats) = if levels { (Some(&defined[..]), Some(&repeats[..])) } else { (None, None) };
            column.typed::<ByteArrayType>().write_batch(&values, defined, repeats).unwrap();
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    file
}

/// A PDF whose page shows a form that shows itself.
pub fn looping_pdf() -> Vec<u8> {
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 5 >>\nstream\n/F Do\nendstream";
    of_objects(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>".to_owned(),
        "<< /Length 5 >>\nstream\n/F Do\nendstream".to_owned(),
        form.to_owned(),
    ])
}

/// A PDF of one page with these lines.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 12 Tf 72 720 Td 14 TL\n".to_owned();
    for line in lines {
        content += &format!("({line}) Tj T* T*\n");
    }
    page(&(content + "ET"))
}

/// A page of columns, drawn one after the other.
pub fn pdf_of_columns(columns: &[&[&str]]) -> Vec<u8> {
    let mut content = String::new();
    for (number, lines) in columns.iter().enumerate() {
        content += &format!("BT /F1 10 Tf {} 700 Td 12 TL\n", 50 + 250 * number);
        for line in *lines {
            content += &format!("({line}) Tj T*\n");
        }
        content += "ET\n";
    }
    page(&content)
}

/// A file of one page that draws `content`.
fn page(content: &str) -> Vec<u8> {
    of_objects(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ])
}

fn of_objects(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}
