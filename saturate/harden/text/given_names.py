"""Given names of people, by the gender that English texts take them to have; no shared ones."""

_FEMALE = frozenset(
    """Abigail Alice Alicia Alison Allison Amanda Amber Amelia Amy Andrea Angela Anita Ann Anna Anne
    Annie April Ashley Audrey Barbara Beatrice Becky Bella Beth Betty Brenda Bridget Brittany
    Caitlin Carla Carmen Carol Caroline Carrie Catherine Cathy Cecilia Charlotte Cheryl Chloe
    Christina Christine Cindy Claire Clara Claudia Courtney Crystal Cynthia Daisy Danielle Deborah
    Denise Diana Diane Donna Dora Doris Dorothy Edith Eileen Elaine Eleanor Elena Elizabeth Ella
    Ellen Emily Emma Erica Erin Esther Ethel Eva Evelyn Felicia Fiona Florence Gina Gloria Grace
    Hannah Heather Heidi Helen Holly Irene Isabel Isabella Jane Janet Janice Jasmine Jean Jenna
    Jennifer Jenny Jessica Jill Joan Joanna Josephine Joyce Judith Judy Julia Julie Karen Kate
    Katherine Kathleen Kathryn Katie Katrina Kayla Kimberly Kristen Kristin Laura Lauren Leah Lily
    Linda Lindsey Lisa Lois Louise Lucy Lydia Margaret Maria Marie Marilyn Martha Mary Megan Melanie
    Melissa Mia Michelle Mildred Molly Monica Nancy Naomi Natalie Nicole Nina Nora Olivia Pamela
    Patricia Paula Phoebe Phyllis Rachel Rebecca Rita Rosa Rose Ruth Samantha Sandra Sara Sarah
    Sharon Sheila Shirley Sonia Sophia Stella Stephanie Sue Susan Suzanne Sylvia Tamara Tanya Tara
    Teresa Theresa Tiffany Tina Valerie Vanessa Veronica Victoria Virginia Vivian Wendy
    Yvonne Zoe""".split()
)
_MALE = frozenset(
    """Aaron Abraham Adam Adrian Alan Albert Alfred Allen Andrew Anthony Antonio Arnold Arthur
    Benjamin Bernard Bill Billy Bob Bobby Brad Bradley Brandon Brendan Brett Brian Bruce Bryan
    Caleb Calvin Carl Carlos Charles Christopher Clarence Clifford Colin Connor Craig Curtis Daniel
    Darren David Dennis Derek Derrick Donald Douglas Duncan Dustin Dylan Earl Edgar Edmund Edward
    Edwin Eli Elijah Emil Eric Ernest Ethan Eugene Felix Fernando Francis Frank Fred Frederick Gary
    Gavin George Gerald Gilbert Glenn Gordon Graham Gregory Harold Harry Henry Herbert Herman Howard
    Hugh Ian Isaac Ivan Jack Jacob James Jason Jeff Jeffrey Jeremy Jerome Jim Jimmy Joe Joel John
    Johnny Jonathan Jose Joseph Joshua Juan Julian Justin Karl Keith Kenneth Kevin Kyle Larry Lars
    Lawrence Leo Leonard Leroy Lewis Liam Louis Lucas Luis Luke Malcolm Marcus Mario Martin Marvin
    Matthew Max Melvin Michael Miguel Mike Nathan Nathaniel Neil Nicholas Nick Nigel Noah Norman
    Oliver Oscar Oswald Patrick Paul Pedro Peter Philip Phillip Ralph Randy Raymond Ricardo Richard
    Robert Roger Roland Ronald Roy Russell Ryan Samuel Scott Sean Sebastian Seth Simon Stanley
    Stephen Steve Steven Stuart Ted Theodore Thomas Tim Timothy Tom Tony Travis Trevor Tyler Vernon
    Victor Vincent Walter Warren Wayne Wesley William Zachary""".split()
)


def are_alike(one: str, other: str) -> bool:
    """Whether two words are different given names of one gender."""
    return one != other and any({one, other} <= names for names in (_FEMALE, _MALE))
