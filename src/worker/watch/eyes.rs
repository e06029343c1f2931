//! What the system tells about changes in a folder: Linux by inotify; other systems tell nothing here, and are polled.

#[cfg(target_os = "linux")]
pub use linux::Eyes;
#[cfg(not(target_os = "linux"))]
pub use others::Eyes;

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeMap, BTreeSet};
    use std::ffi::OsString;
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::{Path, PathBuf};

    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    use crate::ops::load;

    /// Watches on a folder, on what it stands in, and on all in it that may declare something.
    #[derive(Debug)]
    pub struct Eyes {
        fd: AsyncFd<OwnedFd>,
        places: BTreeMap<i32, Place>,
        names: BTreeSet<OsString>,
        is_whole: bool,
    }

    /// What one watch is about.
    #[derive(Debug)]
    enum Place {
        /// The folder's parent: the folder may be moved away, or be a link that is swapped.
        Parent(OsString),
        /// The folder itself, where other things may stand too.
        Folder,
        /// A file or folder in it that may declare something.
        Inside,
    }

    impl Eyes {
        /// New watches on the folder as it is now.
        ///
        /// # Errors
        /// The system has no more watches to give.
        pub fn open(folder: &Path) -> io::Result<Self> {
            let fd = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            let mut eyes = Self {
                fd: registered(fd)?,
                places: BTreeMap::new(),
                names: load::names().map(OsString::from).collect(),
                is_whole: true,
            };
            if let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) {
                // Where it may not be read, the poll sees the same later.
                let whole = eyes.is_whole;
                eyes.watch(parent, Place::Parent(name.to_owned()));
                eyes.is_whole = whole;
            }
            eyes.watch(folder, Place::Folder);
            let mut seen = BTreeSet::new();
            for path in load::names().map(|name| folder.join(name)) {
                if path.is_dir() {
                    eyes.below(&path, &mut seen);
                } else if path.exists() {
                    eyes.watch(&path, Place::Inside);
                }
            }
            Ok(eyes)
        }

        /// Whether every watch could be set.
        pub fn is_whole(&self) -> bool {
            self.is_whole
        }

        /// Waits for a change that is a reason to look.
        ///
        /// # Errors
        /// The system tells nothing any more.
        pub async fn change(&mut self) -> io::Result<()> {
            loop {
                let mut ready = self.fd.readable().await?;
                let mut space = [MaybeUninit::uninit(); 4096];
                let mut told = Reader::new(self.fd.get_ref(), &mut space);
                let mut is_reason = false;
                loop {
                    match told.next() {
                        Ok(event) => {
                            let name = event.file_name().map(|name| name.to_bytes());
                            let place = self.places.get(&event.wd());
                            let missed = event.events().contains(ReadFlags::QUEUE_OVERFLOW);
                            is_reason |= missed || concerns(place, name, &self.names);
                        }
                        Err(rustix::io::Errno::AGAIN) => break,
                        Err(error) => return Err(error.into()),
                    }
                }
                ready.clear_ready();
                if is_reason {
                    return Ok(());
                }
            }
        }

        /// A folder and all below it, links included, each once.
        fn below(&mut self, folder: &Path, seen: &mut BTreeSet<PathBuf>) {
            let is_new = folder.canonicalize().is_ok_and(|real| seen.insert(real));
            if !is_new {
                return;
            }
            self.watch(folder, Place::Inside);
            let Ok(listing) = folder.read_dir() else {
                return;
            };
            for path in listing.flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    self.below(&path, seen);
                } else if path.is_symlink() && path.exists() {
                    self.watch(&path, Place::Inside);
                }
            }
        }

        fn watch(&mut self, path: &Path, place: Place) {
            // Reading is no change; our own reading least of all.
            let changes = WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::MODIFY
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::MOVE
                | WatchFlags::ATTRIB
                | WatchFlags::DELETE_SELF
                | WatchFlags::MOVE_SELF;
            match inotify::add_watch(&self.fd, path, changes) {
                Ok(watch) => {
                    self.places.insert(watch, place);
                }
                Err(error) => {
                    tracing::debug!(%error, "not watched");
                    self.is_whole = false;
                }
            }
        }
    }

    #[expect(
        deprecated,
        reason = "the way that replaces it is `unsafe`, for types that may exchange their descriptor: this one cannot"
    )]
    fn registered(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
        AsyncFd::with_interest(fd, Interest::READABLE)
    }

    /// Whether an event is a reason to look. A name that begins with two dots is how Kubernetes swaps a whole folder;
    /// the database may stand in the folder too, and is written all the time.
    fn concerns(place: Option<&Place>, name: Option<&[u8]>, names: &BTreeSet<OsString>) -> bool {
        let is = |known: &OsString| Some(known.as_bytes()) == name;
        match place {
            Some(Place::Parent(folder)) => is(folder),
            Some(Place::Folder) => {
                name.is_none_or(|name| name.starts_with(b"..")) || names.iter().any(is)
            }
            Some(Place::Inside) | None => true,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn only_what_may_declare_something_is_a_reason_to_look() {
            let names: BTreeSet<_> = load::names().map(OsString::from).collect();
            let met =
                |place: &Place, name: &str| concerns(Some(place), Some(name.as_bytes()), &names);
            for name in [
                "enroll.yaml",
                "invitations.d",
                "people",
                "sites.yaml",
                "..data",
            ] {
                assert!(met(&Place::Folder, name), "{name}");
            }
            for name in ["enroll.db-wal", ".enroll", ".git", "README.md"] {
                assert!(!met(&Place::Folder, name), "{name}");
            }
            let parent = Place::Parent("repository".into());
            assert!(met(&parent, "repository") && !met(&parent, "other"));
            assert!(met(&Place::Inside, "4913"));
            assert!(
                concerns(Some(&Place::Folder), None, &names),
                "it was moved itself"
            );
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod others {
    use std::io;
    use std::path::Path;

    /// No watches.
    #[derive(Debug)]
    pub struct Eyes;

    impl Eyes {
        /// None can be set.
        ///
        /// # Errors
        /// None.
        pub fn open(_: &Path) -> io::Result<Self> {
            Ok(Self)
        }

        /// Nothing is watched.
        pub fn is_whole(&self) -> bool {
            false
        }

        /// Waits for ever.
        ///
        /// # Errors
        /// None.
        pub async fn change(&mut self) -> io::Result<()> {
            std::future::pending().await
        }
    }
}
