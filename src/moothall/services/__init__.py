"""The storey of services: packs, the readable data that services are made of.

``schema``      what a pack may say (:class:`~moothall.services.schema.Pack`)
``conditions``  when something is asked, as data
``reading``     a folder of YAML files to a checked pack, with file, line and column of every mistake
``folders``     the pack's other files, such as its rules, and who reads them
``checking``    what one file alone cannot show: names, words, step settings, examples
``words``       the words of a pack in one language
``route``       which pages a set of answers leads to
``charges``     what a set of answers costs
``steps``       what a capability offers to services
``shelf``       published packs, read once per process
``guarding``    which services ask for more than a link before they let somebody back in

Everything but ``shelf``, ``guarding``, the operations and the queries is pure: no database, no clock. See
docs/look-up/packs.md.
"""
