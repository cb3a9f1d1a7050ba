//! Room for the database, and whether it may grow.

use std::path::Path;

use rustix::fs::{Access, access, statvfs};

use super::Report;

pub(super) fn check(report: &mut Report, database: &Path, min_free_mib: u64) {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let free_mib = match statvfs(folder) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024),
        Err(error) => {
            let advice = "make the folder, or name another file in database.url";
            return report.failure("disk", format!("{}: {error}", folder.display()), advice);
        }
    };
    let seen = format!("{free_mib} MiB free in {}", folder.display());
    if free_mib < min_free_mib {
        let advice = format!("make room: at least {min_free_mib} MiB (--min-free-mib)");
        report.failure("disk", seen, advice);
    } else {
        report.ok("disk", seen);
    }
    // SQLite writes a journal beside the file.
    let places = [folder, database].into_iter().filter(|place| place.exists());
    let closed = places.map(|place| (place, access(place, Access::WRITE_OK)));
    let closed: Vec<String> = closed
        .filter_map(|(place, found)| found.err().map(|error| format!("{}: {error}", place.display())))
        .collect();
    if closed.is_empty() {
        report.ok("writable", "the database and its folder");
    } else {
        let advice = "let the user that runs the server write the file and its folder, on a disk that is not mounted read-only";
        report.failure("writable", closed.join("; "), advice);
    }
}
