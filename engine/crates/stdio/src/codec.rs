//! Messages to bytes and back. What leaves obeys the same rules as what is accepted.

use crate::scan::scan;
use protocol::{FRAME_BYTES_MAX, Reply, Request};
use serde::{Deserialize, Serialize};

/// Room for the length in front of a frame.
const HEADER_BYTES: usize = 4;

/// A frame, length included, or why the reply cannot be one.
pub(crate) fn frame(reply: &Reply) -> Result<Vec<u8>, String> {
    let mut bytes = vec![0; HEADER_BYTES];
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map();
    reply
        .serialize(&mut serializer)
        .map_err(|error| error.to_string())?;
    let length = bytes.len() - HEADER_BYTES;
    if length > FRAME_BYTES_MAX {
        return Err(format!(
            "it has {length} bytes; the most is {FRAME_BYTES_MAX}"
        ));
    }
    let prefix = u32::try_from(length).map_err(|error| error.to_string())?;
    bytes[..HEADER_BYTES].copy_from_slice(&prefix.to_le_bytes());
    check(&bytes[HEADER_BYTES..], reply)?;
    Ok(bytes)
}

/// A number that is not finite would be refused by the host, and the connection with it.
fn check(body: &[u8], reply: &Reply) -> Result<(), String> {
    if matches!(reply, Reply::Error { id: 0, .. }) {
        return Ok(());
    }
    let envelope = scan(body).map_err(|malformed| malformed.to_string())?;
    envelope
        .complaint
        .map_or(Ok(()), |complaint| Err(complaint.to_string()))
}

/// The request in a frame that was scanned, or what it lacks.
pub(crate) fn request(frame: &[u8]) -> Result<Request, String> {
    Request::deserialize(&mut rmp_serde::Deserializer::from_read_ref(frame))
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{frame, request};
    use protocol::{F64Column, Reply};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn vectors(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../vectors")
            .join(folder);
        let entries = fs::read_dir(folder).expect("the folder of golden frames");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let found: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|name| name == "msgpack"))
            .collect();
        assert!(found.len() > 20, "only {} golden frames", found.len());
        found
    }

    #[test]
    fn golden_requests_are_read_and_written_alike() {
        for path in vectors("requests") {
            let bytes = fs::read(&path).expect("a golden frame");
            let scanned = crate::scan::scan(&bytes).expect("well formed");
            assert_eq!(scanned.complaint, None, "{}", path.display());
            let value = request(&bytes).expect("a request");
            assert_eq!(
                rmp_serde::to_vec_named(&value).expect("bytes"),
                bytes,
                "{}",
                path.display()
            );
        }
    }

    #[test]
    fn golden_replies_are_written_as_they_stand() {
        for path in vectors("replies") {
            let bytes = fs::read(&path).expect("a golden frame");
            let value: Reply = rmp_serde::from_slice(&bytes).expect("a reply");
            let framed = frame(&value).expect("a frame");
            assert_eq!(framed[4..], bytes, "{}", path.display());
        }
    }

    /// The client encodes the same values in its own way; what arrives must be equal.
    #[test]
    fn requests_encoded_by_the_client_mean_the_same() {
        for path in vectors("requests-from-client") {
            let bytes = fs::read(&path).expect("a frame of the client");
            crate::scan::scan(&bytes).expect("well formed");
            let name = path.file_name().expect("a name");
            let golden = path.with_file_name("../requests").join(name);
            let expected = request(&fs::read(golden).expect("its golden frame"));
            assert_eq!(request(&bytes), expected, "{}", path.display());
        }
        assert_eq!(
            vectors("requests-from-client").len(),
            vectors("requests").len()
        );
    }

    #[test]
    fn a_reply_that_the_host_would_refuse_is_no_frame() {
        let progress = Reply::RunStartProgress {
            id: 1,
            phase: "running".into(),
            done: f64::NAN,
            total: None,
            per_second: None,
            seconds_left: None,
        };
        assert!(frame(&progress).is_err_and(|text| text.contains("not finite")));
        let long = Reply::PingDone {
            id: 1,
            payload: "x".repeat(2 << 20),
        };
        assert!(frame(&long).is_err_and(|text| text.contains("the most is")));
        let column = Some(F64Column(vec![f64::NAN]));
        let chunk = Reply::RunSeriesChunk {
            id: 1,
            chunk: 0,
            numbers: column,
            times: None,
        };
        assert!(frame(&chunk).is_ok());
    }
}
