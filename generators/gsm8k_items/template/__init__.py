"""Makes a template of a published item: its numbers can be drawn anew, its solution computed again.

``parse`` reads the solution, ``bind`` says where its numbers come from, ``plausible`` which numbers
would do as well, ``template`` draws them and tells the item anew.
"""
