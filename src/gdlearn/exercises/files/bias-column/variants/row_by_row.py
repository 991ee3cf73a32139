def design_matrix(features):
    rows = []
    for row in features:
        values = [row] if features.ndim == 1 else list(row)
        rows.append([*values, 1])
    return rows
