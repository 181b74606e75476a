"""Cost of the topic index at 111, 1,200 and 10,000 topics: `make bench`.

Topics are made up from the words of the product's own content: a name, four
terms and five questions each. Times are medians in one run, so read the ratios.
"""

import random
import statistics
import time

from knowledge.content import read_content
from knowledge.language import words
from knowledge.ranking import Label, Ranker
from knowledge.seeding import SEED

SIZES = (111, 1_200, 10_000)
QUESTIONS = 200


def made_up(size: int, vocabulary: list[str], dice: random.Random) -> list[Label]:
    def text(length: int) -> str:
        return " ".join(dice.choice(vocabulary) for _ in range(length))

    return [
        Label(f"topic_{n}", (text(3), *(text(2) for _ in range(4)), *(text(9) for _ in range(5))))
        for n in range(size)
    ]


def main() -> None:
    topics = read_content(SEED).topics
    questions = [question for topic in topics for question in topic.questions]
    vocabulary = sorted({word for question in questions for word in words(question)})
    dice = random.Random(1)
    asked = dice.sample(questions, QUESTIONS)
    print(f"{'topics':>8} {'build s':>8} {'one changed s':>14} {'lookup ms p50':>14}")
    for size in SIZES:
        labels = made_up(size, vocabulary, dice)
        started = time.perf_counter()
        ranker = Ranker.build(labels)
        built = time.perf_counter() - started
        labels[0] = Label("topic_0", ("een nieuw onderwerp",))
        started = time.perf_counter()
        ranker = Ranker.build(labels, ranker.prior)
        changed = time.perf_counter() - started
        lookups = []
        for question in asked:
            started = time.perf_counter()
            ranker.rank(question)
            lookups.append(1000 * (time.perf_counter() - started))
        print(f"{size:>8} {built:>8.1f} {changed:>14.2f} {statistics.median(lookups):>14.1f}")


if __name__ == "__main__":
    main()
