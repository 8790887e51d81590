//! A file system in memory that fails when it is told to, and that forgets at a loss of power what was not synced.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use jianbao::store::disk::{Disk, DiskFile, DiskLock};

/// How a step goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The step fails and changes nothing.
    Error(io::ErrorKind),
    /// A write puts only half of its bytes down, then fails.
    Short,
    /// A write puts half of its bytes down and garbage behind them, then fails.
    Torn,
    /// A sync fails; what was to be synced may be lost, **and no later sync brings it down**.
    SyncLost,
    /// A step is done, and reported as failed: a rename whose answer got lost.
    DoneButFailed,
    /// From this step on everything fails, as when the process is killed.
    Killed,
}

pub(crate) const FAULTS: &[Fault] = &[
    Fault::Error(io::ErrorKind::StorageFull),
    Fault::Error(io::ErrorKind::PermissionDenied),
    Fault::Error(io::ErrorKind::NotFound),
    Fault::Short,
    Fault::Torn,
    Fault::SyncLost,
    Fault::DoneButFailed,
    Fault::Killed,
];

/// What an unsynced change of a file is.
#[derive(Clone, Debug)]
enum Change {
    Write(u64, Vec<u8>),
    SetLen(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Survives a loss of power.
    Synced,
    /// May or may not.
    Pending,
    /// May or may not, for ever: a sync of it failed.
    Limbo,
}

#[derive(Clone, Debug, Default)]
struct Inode {
    log: Vec<(State, Change)>,
}

impl Inode {
    fn bytes(&self, survives: &mut dyn FnMut(State) -> bool) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::new();
        for (state, change) in &self.log {
            if !survives(*state) {
                continue;
            }
            match change {
                Change::SetLen(len) => bytes.resize(*len as usize, 0),
                Change::Write(at, data) => {
                    let end = *at as usize + data.len();
                    if bytes.len() < end {
                        bytes.resize(end, 0);
                    }
                    bytes[*at as usize..end].copy_from_slice(data);
                }
            }
        }
        bytes
    }

    fn now(&self) -> Vec<u8> {
        self.bytes(&mut |_| true)
    }
}

/// A change of names in a folder.
#[derive(Clone, Debug)]
enum Naming {
    Put(PathBuf, usize),
    Move(PathBuf, PathBuf),
    Remove(PathBuf),
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, naming: &Naming, inode: Option<usize>) {
    match naming {
        Naming::Put(path, inode) => {
            names.insert(path.clone(), *inode);
        }
        Naming::Move(from, to) => {
            names.remove(from);
            if let Some(inode) = inode {
                names.insert(to.clone(), inode);
            }
        }
        Naming::Remove(path) => {
            names.remove(path);
        }
    }
}

#[derive(Debug, Default)]
struct Inner {
    inodes: Vec<Inode>,
    /// As programs see it.
    names: BTreeMap<PathBuf, usize>,
    /// As it is after a loss of power.
    durable: BTreeMap<PathBuf, usize>,
    /// Not yet durable, each with the file that it speaks of.
    pending: Vec<(Naming, Option<usize>)>,
    locked: Vec<PathBuf>,
    steps: usize,
    fault: Option<(usize, Fault)>,
    hit: bool,
    dead: bool,
    /// There is no room for a new file.
    full: bool,
}

/// The disk; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FailingDisk(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct File(FailingDisk, usize);

#[derive(Debug)]
struct Lock(FailingDisk, PathBuf);

/// What a step is, as far as faults care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Write,
    Sync,
    Name,
    Look,
}

/// A small generator, so that a case can be done again from its number.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn half(&mut self) -> bool {
        self.next() & 1 == 1
    }
}

impl FailingDisk {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Steps so far.
    pub(crate) fn steps(&self) -> usize {
        self.inner().steps
    }

    /// Has step `at` (counted from 0 since the disk was made) go wrong.
    pub(crate) fn fail_at(&self, at: usize, fault: Fault) {
        self.inner().fault = Some((at, fault));
    }

    /// Has no room for new files from now on, or has again.
    pub(crate) fn fill(&self, full: bool) {
        self.inner().full = full;
    }

    /// Whether the fault has come.
    pub(crate) fn was_hit(&self) -> bool {
        self.inner().hit
    }

    /// All goes well again.
    pub(crate) fn heal(&self) {
        let mut inner = self.inner();
        inner.fault = None;
        inner.dead = false;
        inner.locked.clear();
    }

    /// The disk as it is after a loss of power: what was synced is there, and of the rest any part. A write may have come down
    /// by half.
    pub(crate) fn after_power_loss(&self, chance: &mut Chance) -> Self {
        let inner = self.inner();
        let mut names = inner.durable.clone();
        for (naming, inode) in &inner.pending {
            if chance.half() {
                apply(&mut names, naming, *inode);
            }
        }
        let mut inodes: Vec<Inode> = Vec::new();
        for inode in &inner.inodes {
            let mut torn = inode.clone();
            for (state, change) in &mut torn.log {
                if let (State::Pending | State::Limbo, Change::Write(_, data), true) = (*state, change, chance.half()) {
                    data.truncate(data.len() / 2);
                }
            }
            let bytes = torn.bytes(&mut |state| state == State::Synced || chance.half());
            inodes.push(Inode { log: vec![(State::Synced, Change::Write(0, bytes))] });
        }
        Self(Arc::new(Mutex::new(Inner { inodes, durable: names.clone(), names, ..Inner::default() })))
    }

    /// The bytes at `path`, if there is something.
    pub(crate) fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let inner = self.inner();
        inner.names.get(path).map(|inode| inner.inodes[*inode].now())
    }

    /// Puts bytes there, as another program would.
    pub(crate) fn put(&self, path: &Path, bytes: &[u8]) {
        let mut inner = self.inner();
        inner.inodes.push(Inode { log: vec![(State::Synced, Change::Write(0, bytes.to_vec()))] });
        let inode = inner.inodes.len() - 1;
        inner.names.insert(path.to_owned(), inode);
        inner.durable.insert(path.to_owned(), inode);
    }

    /// What tells the file at `path` from others that were there.
    pub(crate) fn inode(&self, path: &Path) -> Option<usize> {
        self.inner().names.get(path).copied()
    }

    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.inner().names.keys().cloned().collect()
    }

    /// Counts a step; the fault if it is to go wrong.
    fn step(&self, kind: Kind) -> io::Result<Option<Fault>> {
        let mut inner = self.inner();
        if inner.dead {
            return Err(io::Error::other("killed"));
        }
        let at = inner.steps;
        inner.steps += 1;
        let Some((_, fault)) = inner.fault.filter(|(wanted, _)| *wanted == at) else { return Ok(None) };
        inner.hit = true;
        match (fault, kind) {
            (Fault::Killed, _) => {
                inner.dead = true;
                Err(io::Error::other("killed"))
            }
            (Fault::Error(kind), _) => Err(io::Error::from(kind)),
            (Fault::Short | Fault::Torn, Kind::Write)
            | (Fault::SyncLost, Kind::Sync)
            | (Fault::DoneButFailed, Kind::Write | Kind::Sync | Kind::Name) => Ok(Some(fault)),
            _ => Err(io::Error::other("a fault")),
        }
    }

    fn name(&self, naming: Naming) -> io::Result<()> {
        let fault = self.step(Kind::Name)?;
        let mut inner = self.inner();
        let inode = match &naming {
            Naming::Move(from, _) | Naming::Remove(from) => Some(*inner.names.get(from).ok_or_else(not_found)?),
            Naming::Put(..) => None,
        };
        apply(&mut inner.names, &naming, inode);
        inner.pending.push((naming, inode));
        done(fault)
    }
}

fn not_found() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

fn done(fault: Option<Fault>) -> io::Result<()> {
    if fault.is_some() { Err(io::Error::other("done, and reported as failed")) } else { Ok(()) }
}

impl Disk for FailingDisk {
    fn size(&self, path: &Path) -> io::Result<Option<u64>> {
        self.step(Kind::Look)?;
        Ok(self.bytes(path).map(|bytes| bytes.len() as u64))
    }

    fn read(&self, path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
        self.step(Kind::Look)?;
        let bytes = self.bytes(path).ok_or_else(not_found)?;
        if bytes.len() as u64 > limit_bytes { Err(io::Error::from(io::ErrorKind::FileTooLarge)) } else { Ok(bytes) }
    }

    fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut head = self.read(path, u64::MAX)?;
        head.truncate(bytes as usize);
        Ok(head)
    }

    fn create(&self, path: &Path, _like: &Path) -> io::Result<Box<dyn DiskFile>> {
        let inode = {
            let mut inner = self.inner();
            if inner.full {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            inner.inodes.push(Inode::default());
            inner.inodes.len() - 1
        };
        self.name(Naming::Put(path.to_owned(), inode))?;
        Ok(Box::new(File(self.clone(), inode)))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.step(Kind::Look)?;
        let inode = *self.inner().names.get(path).ok_or_else(not_found)?;
        Ok(Box::new(File(self.clone(), inode)))
    }

    fn is_at(&self, path: &Path, file: &dyn DiskFile, bytes: u64) -> io::Result<bool> {
        self.step(Kind::Look)?;
        let inner = self.inner();
        let Some(inode) = inner.names.get(path) else { return Ok(false) };
        let size = inner.inodes[*inode].now().len() as u64;
        Ok((*inode as u64, 0) == file.identity()? && size == bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.name(Naming::Move(from.to_owned(), to.to_owned()))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.name(Naming::Remove(path.to_owned()))
    }

    fn create_folder(&self, _path: &Path) -> io::Result<()> {
        done(self.step(Kind::Name)?)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let fault = self.step(Kind::Sync)?;
        if fault == Some(Fault::SyncLost) {
            return Err(io::Error::other("not synced"));
        }
        let mut inner = self.inner();
        let is_inside = |name: &Path| name.parent() == Some(path);
        let pending = std::mem::take(&mut inner.pending);
        for (naming, inode) in pending {
            let name = match &naming {
                Naming::Put(name, _) | Naming::Remove(name) | Naming::Move(_, name) => name.clone(),
            };
            if is_inside(&name) {
                apply(&mut inner.durable, &naming, inode);
            } else {
                inner.pending.push((naming, inode));
            }
        }
        done(fault)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.step(Kind::Look)?;
        Ok(self.paths().into_iter().filter(|name| name.parent() == Some(path)).collect())
    }

    fn lock(&self, path: &Path, _holder: &[u8]) -> io::Result<Option<Box<dyn DiskLock>>> {
        self.step(Kind::Name)?;
        let mut inner = self.inner();
        if inner.locked.iter().any(|locked| locked == path) {
            return Ok(None);
        }
        inner.locked.push(path.to_owned());
        Ok(Some(Box::new(Lock(self.clone(), path.to_owned()))))
    }
}

impl DiskFile for File {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let fault = self.0.step(Kind::Write)?;
        let mut written = bytes.to_vec();
        match fault {
            Some(Fault::Short) => written.truncate(bytes.len() / 2),
            Some(Fault::Torn) => {
                let half = bytes.len() / 2;
                written[half..].fill(b'\xa5');
            }
            _ => {}
        }
        self.0.inner().inodes[self.1].log.push((State::Pending, Change::Write(offset, written)));
        done(fault)
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        let fault = self.0.step(Kind::Write)?;
        self.0.inner().inodes[self.1].log.push((State::Pending, Change::SetLen(bytes)));
        done(fault)
    }

    fn sync(&mut self) -> io::Result<()> {
        let fault = self.0.step(Kind::Sync)?;
        let to = if fault == Some(Fault::SyncLost) { State::Limbo } else { State::Synced };
        for (state, _) in &mut self.0.inner().inodes[self.1].log {
            if *state == State::Pending {
                *state = to;
            }
        }
        done(fault)
    }

    fn identity(&self) -> io::Result<(u64, u64)> {
        Ok((self.1 as u64, 0))
    }
}

impl DiskLock for Lock {
    fn is_at(&self, path: &Path) -> bool {
        self.1 == path
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.inner().locked.retain(|locked| *locked != self.1);
    }
}
