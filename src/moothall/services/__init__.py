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
``pack_cache``  published packs, read once per process
``guarding``    which services ask for more than a link before they let somebody back in

``writing``     a pack's content as the files that people read and edit
``comparing``   what changes between two versions, for people to read
``adopting``    whether an organisation can publish a pack as it is: the one check
``states``      where drafts stand; ``standing`` says it in a sentence, ``meanings`` what they would mean

Drafts, reviews and what goes live are in the models, operations and queries. All but these, the cache and
``guarding`` is pure: no database, no clock. See docs/look-up/packs.md and docs/do/change-a-service.md.
"""
