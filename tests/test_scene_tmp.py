from tests.scene import scene, staged
import time


def test_it(scene):
    print(scene.ours.marks)
    c = scene.client("officer")
    t = time.time()
    for i in range(50):
        c.get(scene.ours.records["matter"].get_absolute_url())
    print((time.time() - t) / 50)
    t = time.time()
    for i in range(50):
        c.get(scene.theirs.records["matter"].get_absolute_url())
    print((time.time() - t) / 50)
    t = time.time()
    for i in range(50):
        c.get("/")
    print((time.time() - t) / 50)
