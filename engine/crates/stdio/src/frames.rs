//! Splits the bytes of a pipe into frames: a little-endian u32 length, then that many bytes.

use crate::begun::Begun;
use protocol::FRAME_BYTES_MAX;
use std::fmt;
use std::io::{self, Read};

const HEADER_BYTES: usize = 4;
/// How much the buffer grows at a time: by what arrives, never by what a header claims.
const STEP_BYTES: usize = 64 << 10;

/// Why no further frame can be read.
#[derive(Debug)]
pub(crate) enum Broken {
    TooLong(usize),
    Empty,
    /// The pipe ended inside a frame, after that many bytes of it.
    CutOff(usize),
    Pipe(io::Error),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(
                    f,
                    "a frame claims {bytes} bytes; the most is {FRAME_BYTES_MAX}"
                )
            }
            Self::Empty => f.write_str("a frame has no bytes"),
            Self::CutOff(bytes) => write!(f, "the pipe ended {bytes} bytes into a frame"),
            Self::Pipe(error) => write!(f, "the pipe cannot be read: {error}"),
        }
    }
}

/// Reads frames from `source` and tells `begun` when one has started and not ended.
pub(crate) struct Frames<'a, R> {
    source: R,
    begun: &'a Begun,
    /// Bytes `from..to` of it are read and not yet handed out.
    buffer: Vec<u8>,
    from: usize,
    to: usize,
}

impl<'a, R: Read> Frames<'a, R> {
    pub(crate) fn new(source: R, begun: &'a Begun) -> Self {
        Self {
            source,
            begun,
            buffer: Vec::new(),
            from: 0,
            to: 0,
        }
    }

    /// The next frame without its length, or `None` when the pipe ends between frames.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Broken> {
        loop {
            if let Some(length) = self.length()? {
                let start = self.from + HEADER_BYTES;
                if self.to - start >= length {
                    self.from = start + length;
                    self.begun.end();
                    return Ok(Some(&self.buffer[start..start + length]));
                }
            }
            if self.from < self.to {
                self.begun.begin();
            }
            if self.fill()? == 0 {
                let left = self.to - self.from;
                return if left == 0 {
                    Ok(None)
                } else {
                    Err(Broken::CutOff(left))
                };
            }
        }
    }

    /// The length of the next frame, once its header is there. Checked before anything grows by it.
    fn length(&self) -> Result<Option<usize>, Broken> {
        let header = self.buffer[self.from..self.to].first_chunk::<HEADER_BYTES>();
        let Some(header) = header else {
            return Ok(None);
        };
        match u32::from_le_bytes(*header) as usize {
            0 => Err(Broken::Empty),
            length if length > FRAME_BYTES_MAX => Err(Broken::TooLong(length)),
            length => Ok(Some(length)),
        }
    }

    fn fill(&mut self) -> Result<usize, Broken> {
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.buffer.len() - self.to < STEP_BYTES {
            self.buffer.resize(self.to + STEP_BYTES, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.to..]) {
                Ok(count) => {
                    self.to += count;
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Broken::Pipe(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, Frames};
    use crate::begun::Begun;
    use proptest::prelude::*;
    use std::io::{self, Read};

    /// Hands out its pieces one read at a time.
    struct Pieces(Vec<Vec<u8>>);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let count = self.0[0].len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[0][..count]);
            if count == self.0[0].len() {
                self.0.remove(0);
            } else {
                self.0[0].drain(..count);
            }
            Ok(count)
        }
    }

    fn framed(body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).expect("a short body");
        [&length.to_le_bytes(), body].concat()
    }

    /// All frames, and how the pipe ended.
    fn read_all(pieces: Vec<Vec<u8>>) -> (Vec<Vec<u8>>, Option<String>) {
        let begun = Begun::default();
        let pieces = pieces
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect();
        let mut frames = Frames::new(Pieces(pieces), &begun);
        let mut found = Vec::new();
        loop {
            match frames.next() {
                Ok(Some(frame)) => found.push(frame.to_vec()),
                Ok(None) => return (found, None),
                Err(broken) => return (found, Some(broken.to_string())),
            }
        }
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_frames(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..300), 0..20),
            cuts in prop::collection::vec(1_usize..400, 1..60),
        ) {
            let mut bytes: Vec<u8> = bodies.iter().flat_map(|body| framed(body)).collect();
            let mut pieces = Vec::new();
            for cut in cuts {
                let rest = bytes.split_off(cut.min(bytes.len()));
                pieces.push(std::mem::replace(&mut bytes, rest));
            }
            pieces.push(bytes);
            prop_assert_eq!(read_all(pieces), (bodies, None));
        }

        #[test]
        fn any_bytes_end_in_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let (frames, _) = read_all(vec![bytes.clone()]);
            prop_assert!(frames.iter().map(|frame| frame.len() + 4).sum::<usize>() <= bytes.len());
        }
    }

    #[test]
    fn a_pipe_that_ends_inside_a_frame_is_broken() {
        let whole = framed(b"abc");
        for length in 1..whole.len() {
            let (frames, problem) = read_all(vec![whole[..length].to_vec()]);
            assert!(frames.is_empty());
            assert_eq!(
                problem,
                Some(format!("the pipe ended {length} bytes into a frame"))
            );
        }
    }

    #[test]
    fn a_length_is_checked_before_the_bytes_arrive() {
        for claimed in [u32::MAX, 1 << 30, (1 << 20) + (64 << 10) + 1] {
            let begun = Begun::default();
            let header = claimed.to_le_bytes();
            let mut frames = Frames::new(&header[..], &begun);
            assert!(matches!(frames.next(), Err(Broken::TooLong(_))));
            assert!(frames.buffer.len() <= super::STEP_BYTES);
        }
        let (_, problem) = read_all(vec![vec![0; 4]]);
        assert_eq!(problem, Some("a frame has no bytes".to_owned()));
    }

    #[test]
    fn a_begun_frame_is_known_until_it_ends() {
        let begun = Begun::default();
        let mut frames = Frames::new(Pieces(vec![vec![3, 0], vec![0, 0, 1, 2, 3]]), &begun);
        assert!(frames.next().expect("a frame").is_some());
        assert_eq!(begun.age(), None);
        let mut frames = Frames::new(Pieces(vec![vec![3, 0]]), &begun);
        assert!(frames.next().is_err());
        assert!(begun.age().is_some());
    }
}
