//! The file system below the store. Everything that the store writes goes through a [`Disk`], so that a test can put one in
//! its place that fails at any step, or that forgets at a loss of power whatever was not synced.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::places::numbered_paths;

/// How many names are tried for a file that is being written.
const OTHER_NAMES: usize = 5;

/// What the store asks of a file system. Nothing is durable before it is synced: contents by [`DiskFile::sync`], names by
/// [`sync_folder`](Self::sync_folder).
pub trait Disk: fmt::Debug + Send + Sync {
    /// Size of the ordinary file at `path` in bytes; `None` if there is nothing.
    ///
    /// # Errors
    /// If the system cannot tell, or there is something that is no ordinary file.
    fn size(&self, path: &Path) -> io::Result<Option<u64>>;

    /// The whole file.
    ///
    /// # Errors
    /// If it cannot be read, or has more than `limit_bytes` ([`io::ErrorKind::FileTooLarge`]), which is told before reading.
    fn read(&self, path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>>;

    /// The first bytes of the file, `bytes` of them at most.
    ///
    /// # Errors
    /// If it cannot be read.
    fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>>;

    /// A new empty file in the place of whatever was at `path`, a link there not followed. Who may read it is as for `like`,
    /// if that is there.
    ///
    /// # Errors
    /// If it cannot be made.
    fn create(&self, path: &Path, like: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// The file at `path`, to be written.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Whether `file` is what stands at `path`, and has `bytes` bytes. A folder may have gone and come back, and a program
    /// that synchronises folders may have put another file there.
    ///
    /// # Errors
    /// If the system cannot tell.
    fn is_at(&self, path: &Path, file: &dyn DiskFile, bytes: u64) -> io::Result<bool>;

    /// Moves a file; one that is there is replaced as a whole.
    ///
    /// # Errors
    /// If it cannot be moved; both are then as they were.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder and those that it lies in.
    ///
    /// # Errors
    /// If it cannot be made.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    /// If they may be lost.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// What lies in a folder, in no order; nothing if there is no such folder.
    ///
    /// # Errors
    /// If it cannot be read.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;

    /// Locks the file at `path`, which is made if need be, and writes `holder` into it; `None` if somebody else holds it.
    ///
    /// # Errors
    /// If the file cannot be made or locked.
    fn lock(&self, path: &Path, holder: &[u8]) -> io::Result<Option<Box<dyn DiskLock>>>;
}

/// A file open for writing.
pub trait DiskFile: fmt::Debug + Send {
    /// Writes `bytes` at `offset`.
    ///
    /// # Errors
    /// If not all was written; some of it may have been.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Cuts it off.
    ///
    /// # Errors
    /// If that fails.
    fn set_len(&mut self, bytes: u64) -> io::Result<()>;

    /// Makes what was written durable.
    ///
    /// # Errors
    /// If some of it may be lost, **whatever a later call says**: a system may forget what it could not write.
    fn sync(&mut self) -> io::Result<()>;

    /// For [`Disk::is_at`]: what tells this file from others.
    fn identity(&self) -> io::Result<(u64, u64)>;
}

/// A lock, held until it is dropped.
pub trait DiskLock: fmt::Debug + Send {
    /// Whether the lock is still that of the file at `path`: the folder may have gone and come back.
    fn is_at(&self, path: &Path) -> bool;
}

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

/// The file system of the machine.
#[must_use]
pub fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

#[derive(Debug)]
struct RealFile(File);

#[derive(Debug)]
struct RealLock(File);

impl Disk for RealDisk {
    fn size(&self, path: &Path) -> io::Result<Option<u64>> {
        match fs::metadata(path) {
            Ok(meta) if meta.is_file() => Ok(Some(meta.len())),
            // A pipe or a device could block for ever or never end.
            Ok(_) => Err(io::Error::from(io::ErrorKind::InvalidInput)),
            // A link to nowhere is not nothing: what it led to may come back with a disk that was taken away.
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read(&self, path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
        let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
        let size = self.size(path)?.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        if size > limit_bytes {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        File::open(path)?.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        // It may have grown since.
        if bytes.len() as u64 > limit_bytes { Err(too_large()) } else { Ok(bytes) }
    }

    fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        self.size(path)?;
        let mut head = Vec::new();
        File::open(path)?.take(bytes).read_to_end(&mut head)?;
        Ok(head)
    }

    fn create(&self, path: &Path, like: &Path) -> io::Result<Box<dyn DiskFile>> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        if let Ok(meta) = fs::metadata(like) {
            // A file system without permissions refuses to have them set: then there are none to keep.
            let _ = file.set_permissions(meta.permissions());
        }
        Ok(Box::new(RealFile(file)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(OpenOptions::new().write(true).open(path)?)))
    }

    fn is_at(&self, path: &Path, file: &dyn DiskFile, bytes: u64) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Ok(meta) => Ok(identity(&meta) == file.identity()? && meta.len() == bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "whoever calls it syncs the folder")]
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Only Unix can open a folder to sync it; elsewhere the rename itself is all there is.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        match fs::read_dir(path) {
            Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn lock(&self, path: &Path, holder: &[u8]) -> io::Result<Option<Box<dyn DiskLock>>> {
        // Opening a pipe to write waits until somebody reads from it.
        self.size(path)?;
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // Who holds it is told for courtesy: on a full disk the lock alone must do.
                let _ = file.set_len(0).and_then(|()| file.write_all(holder));
                Ok(Some(Box::new(RealLock(file))))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl DiskFile for RealFile {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(offset))?;
        self.0.write_all(bytes)
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn identity(&self) -> io::Result<(u64, u64)> {
        Ok(identity(&self.0.metadata()?))
    }
}

impl DiskLock for RealLock {
    fn is_at(&self, path: &Path) -> bool {
        match (fs::metadata(path), self.0.metadata()) {
            (Ok(there), Ok(own)) => identity(&there) == identity(&own),
            _ => false,
        }
    }
}

impl Drop for RealLock {
    fn drop(&mut self) {
        // Closing alone would leave it locked while a process that is just being started still holds a copy of the file.
        let _ = self.0.unlock();
    }
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

/// Elsewhere a file is known by when it was made.
#[cfg(not(unix))]
fn identity(meta: &fs::Metadata) -> (u64, u64) {
    let made = meta.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    (made.map_or(0, |made| made.as_nanos() as u64), 0)
}

/// The folder in which `path` lies.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Replaces the file at `path` as a whole, by way of `temporary` in the same folder: a reader sees the old bytes or the new
/// ones, and so does the next start after a loss of power. Who may read it stays as it was.
///
/// # Errors
/// If it could not be written or made durable. Either version may then stand there.
pub fn replace(disk: &dyn Disk, path: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_like(disk, path, temporary, bytes, path)
}

/// As [`replace`]; who may read the file is as for `like`.
///
/// # Errors
/// As there.
pub fn replace_like(disk: &dyn Disk, path: &Path, temporary: &Path, bytes: &[u8], like: &Path) -> io::Result<()> {
    let mut temporary = temporary.to_owned();
    let created = disk.create(&temporary, like).or_else(|error| {
        // A folder, or what else is no file, may stand in the way: there are other names.
        let mut others =
            numbered_paths(&temporary).take(OTHER_NAMES).filter(|name| matches!(disk.size(name), Ok(None)));
        temporary = disk.size(&temporary).is_err().then(|| others.next()).flatten().ok_or(error)?;
        disk.create(&temporary, like)
    });
    let written = created.and_then(|mut file| {
        file.write_at(0, bytes)?;
        file.sync()
    });
    if let Err(error) = written.and_then(|()| disk.rename(&temporary, path)) {
        // The half-written file is of no use to anyone; if it cannot be removed, that is not the error to tell.
        let _ = disk.remove(&temporary);
        return Err(error);
    }
    disk.sync_folder(folder_of(path))
}
