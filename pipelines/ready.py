"""Imported last by the process that crawls are forked from: what each of them would otherwise find out, or go through, anew."""

import gc

from pipelines.recipe import recipe

recipe()  # reads the source of every module that takes part in reading
gc.set_threshold(50_000)  # a crawl of a section where nothing is new ends before it would pay to look for any
gc.freeze()  # no crawl looks for garbage among modules, a tenth of a second each time, and their memory stays shared
