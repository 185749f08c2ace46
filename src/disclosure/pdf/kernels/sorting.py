"""Sorting and searching, as numba compiles them without objects."""


def sort(keys, order, spare, start, stop):
    """Sort ``order[start:stop]`` by ``keys``, keeping the order of equals: in place if short, else by merging."""
    step = 12
    for low in range(start, stop, step):
        for i in range(low + 1, min(low + step, stop)):
            item = order[i]
            k = i - 1
            while k >= low and keys[order[k]] > keys[item]:
                order[k + 1] = order[k]
                k -= 1
            order[k + 1] = item
    while step < stop - start:
        for low in range(start, stop, 2 * step):
            middle, high = min(low + step, stop), min(low + 2 * step, stop)
            i, k = low, middle
            for to in range(low, high):
                if k >= high or (i < middle and keys[order[i]] <= keys[order[k]]):
                    spare[to] = order[i]
                    i += 1
                else:
                    spare[to] = order[k]
                    k += 1
        for i in range(start, stop):
            order[i] = spare[i]
        step *= 2


def first_at_least(values, count, wanted):
    """The first index in ascending ``values`` whose value is not less than ``wanted``."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
