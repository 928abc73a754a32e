"""The commands of the command line, a module for each theme. `annotator.cli` lists them and runs one."""
