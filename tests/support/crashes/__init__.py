"""The crash campaign: consoles that are killed at random instants, and what the simulator saw meanwhile.

scenario    what happens in one run, made from a seed
console     the console as a process without a window; `window` is the whole program
nursery     the process that those without a window are forked from, so that a start takes milliseconds
order       what a console is told, and what it tells
keyring_files  secrets that outlive a killed console
vendor      the simulator with a log of its own, and with traps that kill whoever asks
reading     the ledger as it is on disk
judge       the promises, held against that log
run         one scenario, played
campaign    many of them, and the figures at the end
"""
