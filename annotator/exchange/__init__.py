"""Into a project and out of it: files, labels, datasets, other copies, backups. File formats: `annotator.formats`."""
