"""What agencies and sites publish: NITF, NewsML, ninjs, feeds, web archives. Articles only, no labels."""
