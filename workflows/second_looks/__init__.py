"""Second looks: fields that two people type blind, and samples of what passed by itself.

Whoever looks sees the paper and nothing of what was read or typed before. Modules: `drawing` and
`answered` are called where records move on; `blind` gives out work and takes what was typed;
`double` and `samples` settle what differs; `rates` and `silent` are the supervisor's.
"""
