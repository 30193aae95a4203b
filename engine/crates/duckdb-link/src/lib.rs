//! For build scripts of packages whose programs or tests link DuckDB: puts the library beside what is
//! built and tells the linker to look there when the program starts. A build script's link arguments
//! count only for its own package, so each such package calls this from its own.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "build scripts talk to cargo through files, environment and stdout"
)]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const LIBRARY: &str = "libduckdb.so";

/// Links the programs of the calling package.
///
/// # Errors
/// When the library is not installed or cannot be placed.
pub fn link() -> Result<(), String> {
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    let library = PathBuf::from(variable("DUCKDB_LIB_DIR")?).join(LIBRARY);
    println!("cargo:rerun-if-changed={}", library.display());
    // Beside the program, as it is shipped; one folder up from the tests and examples of a target.
    println!("cargo:rustc-link-arg=-Wl,-rpath,$ORIGIN:$ORIGIN/..");
    let output = PathBuf::from(variable("OUT_DIR")?);
    place(&library, &folder_of_programs(&output)?).map_err(|error| {
        format!(
            "{} cannot be placed beside the programs: {error}. Run `npm ci`, which installs it.",
            library.display()
        )
    })
}

fn variable(name: &str) -> Result<OsString, String> {
    env::var_os(name).ok_or_else(|| {
        format!("{name} is not set. Run cargo in the checkout, whose .cargo/config.toml sets it.")
    })
}

/// `target/<profile>`, from `target/<profile>/build/<package>/out`.
fn folder_of_programs(output: &Path) -> Result<PathBuf, String> {
    let folder = output.ancestors().nth(3).map(Path::to_path_buf);
    folder.ok_or_else(|| format!("{} is not a build folder of cargo", output.display()))
}

/// Renamed into place: build scripts of several packages do this at the same time, and a program that
/// runs keeps its old library.
fn place(library: &Path, folder: &Path) -> io::Result<()> {
    let fresh = folder.join(format!("{LIBRARY}.{}.new", std::process::id()));
    let _ = fs::remove_file(&fresh);
    if fs::hard_link(library, &fresh).is_err() {
        fs::copy(library, &fresh)?;
    }
    fs::rename(&fresh, folder.join(LIBRARY))?;
    // Two names of one file: then a rename does nothing and leaves both.
    let _ = fs::remove_file(&fresh);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = env::temp_dir().join(format!("duckdb-link-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn programs_stand_three_folders_above_the_output() {
        let output = Path::new("/t/release/build/query-0123/out");
        assert_eq!(folder_of_programs(output).unwrap(), Path::new("/t/release"));
        assert!(folder_of_programs(Path::new("out")).is_err());
    }

    #[test]
    fn a_newer_library_replaces_an_older_one_and_nothing_else_is_left() {
        let (from, to) = (folder("from"), folder("to"));
        let library = from.join(LIBRARY);
        fs::write(&library, "one").unwrap();
        place(&library, &to).unwrap();
        place(&library, &to).unwrap();
        // As npm does it: another file under the same name.
        fs::remove_file(&library).unwrap();
        fs::write(&library, "two").unwrap();
        assert_eq!(fs::read_to_string(to.join(LIBRARY)).unwrap(), "one");
        place(&library, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join(LIBRARY)).unwrap(), "two");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 1);
        for path in [from, to] {
            fs::remove_dir_all(path).unwrap();
        }
    }

    #[test]
    fn an_absent_library_is_an_error() {
        let to = folder("absent");
        assert!(place(Path::new("/nowhere/libduckdb.so"), &to).is_err());
        fs::remove_dir_all(to).unwrap();
    }
}
