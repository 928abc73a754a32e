"""Where a project file lies: on a network or in a synchronised folder, locks and a sync client's copies can ruin it."""

from __future__ import annotations

from pathlib import Path

SYNC_FOLDERS = ("dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "nextcloud",
                "owncloud", "syncthing", "box sync", "pcloud", "megasync")  # fmt: skip
NETWORK_FILE_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "afpfs",
    "webdav",
    "fuse.davfs",
    "9p",
    "afs",
)
MOUNTS = Path("/proc/mounts")


def location_warnings(path: Path) -> tuple[str, ...]:
    """Sentences about where the file lies; empty where that is fine."""
    resolved = path.resolve()
    for part in resolved.parts:
        if any(part.casefold().startswith(name) for name in SYNC_FOLDERS):
            said = (
                f"{path.name} lies in a synchronised folder ({part}). Work on a copy outside it, and share by merging: "
            )
            return (said + "a half-synchronised file can be damaged.",)
    if str(resolved).startswith("\\\\") or _file_system(resolved) in NETWORK_FILE_SYSTEMS:
        said = f"{path.name} lies on a network drive. Work on a copy on this machine, and share by merging: "
        return (said + "locks do not hold reliably there.",)
    return ()


def _file_system(path: Path) -> str:
    """The type of file system that holds the path, "" where that cannot be told."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = [(fields[1], fields[2]) for line in lines if len(fields := line.split()) > 2]
    holding = [(point, kind) for point, kind in mounts if path.is_relative_to(point.replace("\\040", " "))]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]
