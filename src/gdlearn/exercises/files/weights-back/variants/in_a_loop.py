def weights_back(w, mean, std):
    found, bias = [], w[-1]
    for j in range(len(mean)):
        found.append(w[j] / std[j])
        bias -= mean[j] * w[j] / std[j]
    return [*found, bias]
